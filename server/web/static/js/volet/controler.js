// « Contrôler »: the rules on the open document as it is now; each finding shows its source and selects its place.

import { call, explain } from "../api.js";
import { announce, button, fill, focusOn, h, message } from "../dom.js";
import { makeConstats } from "../pages/constats.js";
import { findBrouillon, showPlace } from "./document.js";
import { RefusDeWord, nameDocument, readDocument } from "./word.js";

export function showControler() {
  const resultat = h("section", { "aria-label": "Constats du contrôle", "aria-live": "off" });
  const check = async () => {
    lancer.disabled = true;
    announce("Contrôle en cours.");
    try {
      fill(resultat, await fetchConstats());
      announce((resultat.querySelector("h2") ?? resultat.querySelector(".message-titre")).textContent);
    } catch (erreur) {
      fill(resultat, message("erreur", "Le contrôle n’est pas fait", h("p", {}, sayErreur(erreur))));
    } finally {
      lancer.disabled = false;
      focusOn(resultat.querySelector("h2, .message"));
    }
  };
  const lancer = button("principal", "Contrôler le document", check);
  return {
    titre: "Contrôler",
    contenu: [
      h("h1", {}, "Contrôler le document"),
      h(
        "p",
        { class: "aide" },
        "Les règles lisent le document tel qu’il est maintenant, qui que ce soit qui l’ait écrit. Rien n’en est gardé.",
      ),
      lancer,
      h("div", { id: "place" }),
      resultat,
    ],
  };
}

/** Say what went wrong, whether Word or the server said it. */
export function sayErreur(erreur) {
  return erreur instanceof RefusDeWord ? erreur.message : explain(erreur);
}

async function fetchConstats() {
  const fichier = await readDocument();
  const send = (chemin) => {
    const corps = new FormData();
    corps.append("fichier", fichier, nameDocument());
    return call("POST", chemin, { corps });
  };
  const [constats, { genre, blocs }] = await Promise.all([findConstats(send), send("/api/lire")]);
  if (!blocs.some((bloc) => bloc.texte.trim()))
    return message("info", "Le document est vide", h("p", {}, "Il n’y a rien à contrôler."));
  const places = {
    has: (rang) => Number.isInteger(rang) && Boolean(blocs[rang]?.texte.trim()),
    place: (rang, debut, fin) => show(blocs, rang, debut, fin),
  };
  return [
    genre === "inconnu" &&
      message(
        "attention",
        "Ce document ne ressemble pas à un acte",
        h("p", {}, "Seules les règles communes s’appliquent : ni arrêté, ni délibération, ni courrier n’y est reconnu."),
      ),
    makeConstats(constats, places),
  ];
}

/** Have the rules read the document; those of a draft of ours know what was typed for it. */
async function findConstats(send) {
  const brouillon = await findBrouillon();
  try {
    if (brouillon) return await send(`/api/brouillons/${brouillon}/controle`);
  } catch (erreur) {
    // Somebody else's draft, one that is gone, or whose template has changed: the document speaks for itself.
    if (![404, 409].includes(erreur.statut)) throw erreur;
  }
  const [{ constats }] = await send("/api/lint");
  return constats;
}

/** Select a place, or say why it is not. */
export async function show(blocs, rang, debut, fin) {
  let dit = "L’endroit est sélectionné dans le document.";
  try {
    if (!(await showPlace(blocs, rang, debut, fin)))
      dit =
        "Cet endroit n’est pas dans le corps du document : en-tête, pied de page ou note, ou le texte a changé depuis le contrôle.";
  } catch (erreur) {
    dit = sayErreur(erreur);
  }
  announce(dit);
  const zone = document.getElementById("place");
  if (zone) fill(zone, h("p", { class: "aide" }, dit));
}
