// « Contrôler »: the rules on the open document as it is now; each finding shows its source and selects its place.

import { call } from "../api.js";
import { announce, button, fill, h, message } from "../dom.js";
import { makeConstats } from "../pages/constats.js";
import { findBrouillon, makeEssai, makeEssais, readEnvoi } from "./document.js";
import { acceptSansSuivi, act, sayErreur, sayRemplace } from "./gestes.js";
import { replaceText, selectText } from "./texte.js";

export function showControler() {
  const resultat = h("section", { "aria-label": "Constats du contrôle", "aria-live": "off" });
  const lancer = button("principal", "Contrôler le document", async () => {
    announce("Contrôle en cours.");
    await act(lancer, resultat, "Le contrôle n’est pas fait", fetchConstats);
    announce(resultat.querySelector("h2, .message-titre").textContent);
  });
  return {
    titre: "Contrôler",
    contenu: [
      h("h1", "Contrôler le document"),
      h(
        "p.aide",
        "Les règles lisent le document tel qu’il est maintenant, qui que ce soit qui l’ait écrit. Rien n’en est gardé.",
      ),
      lancer,
      h("div", { id: "place" }),
      resultat,
    ],
  };
}

async function fetchConstats() {
  const brouillon = await findBrouillon();
  const send = await readEnvoi();
  const [constats, { genre, blocs }] = await Promise.all([findConstats(brouillon, send), send("/api/lire")]);
  if (!blocs.some((bloc) => bloc.texte.trim()))
    return message("info", "Le document est vide", "Il n’y a rien à contrôler.");
  const places = {
    has: (rang) => Number.isInteger(rang) && Boolean(blocs[rang]?.texte.trim()),
    place: (rang, debut, fin) => show(blocs, rang, debut, fin),
  };
  return [
    genre === "inconnu" &&
      message(
        "attention",
        "Ce document ne ressemble pas à un acte",
        "Seules les règles communes s’appliquent : ni arrêté, ni délibération, ni courrier n’y est reconnu.",
      ),
    makeConstats(constats, places, (constat) => makeCorrection(blocs, constat)),
  ];
}

/** Have the rules read the document; those of a draft of ours know what was typed for it. */
async function findConstats(brouillon, send) {
  try {
    if (brouillon) return await send(`/api/brouillons/${brouillon}/controle`);
  } catch (erreur) {
    // Somebody else's draft, one that is gone, or whose template has changed: the document speaks for itself.
    if (![404, 409].includes(erreur.statut)) throw erreur;
  }
  const [{ constats }] = await send("/api/lint");
  return constats;
}

/** Offer what the rule would write instead; null where it has nothing to offer, or its place cannot be searched whole. */
function makeCorrection(blocs, { bloc, debut, fin, correction }) {
  const essai = correction && makeEssai(blocs, bloc, blocs[bloc].texte.slice(debut, fin), debut);
  if (essai?.mots.length !== fin - debut) return null;
  const zone = h("div", { role: "status" });
  const bouton = button("discret", `Remplacer par « ${correction} »`, async () => {
    if (!(await acceptSansSuivi())) return;
    await act(bouton, zone, "", async () => {
      const fait = await replaceText(essai, correction);
      bouton.hidden = fait;
      return message(fait ? "reussite" : "attention", "", fait ? `Remplacé. ${sayRemplace()}` : PARTI);
    });
  });
  return [bouton, zone];
}

const PARTI =
  "Cet endroit n’est pas dans le corps du document : en-tête, pied de page ou note, ou le texte a changé depuis le contrôle.";

/** Select a place, or say why it is not. */
export async function show(blocs, rang, debut, fin) {
  let dit = "L’endroit est sélectionné dans le document.";
  try {
    if (!(await selectText(makeEssais(blocs, rang, debut, fin)))) dit = PARTI;
  } catch (erreur) {
    dit = sayErreur(erreur);
  }
  announce(dit);
  const zone = document.getElementById("place");
  if (zone) fill(zone, h("p.aide", dit));
}
