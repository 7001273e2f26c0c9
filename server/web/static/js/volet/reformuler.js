// « Reformuler »: the words that are selected, said otherwise: compared, then written as a change.

import { call } from "../api.js";
import { announce, button, fill, h, list, message, verbatim } from "../dom.js";
import { findGenre } from "./document.js";
import { acceptSansSuivi, act, sayRemplace } from "./gestes.js";
import { readSelection, releaseSelection, replaceSelection } from "./texte.js";
import { RefusDeWord } from "./word.js";

const ACTIONS = {
  clair: "Plus clair",
  court: "Plus court",
  courtois: "Plus courtois",
  corriger: "Corriger",
  considerants: "Mettre en considérants",
  developper: "Développer ces points",
};
/** Bytes. Of an act that is longer the beginning is sent: its names and its facts are then known. */
const ACTE_MAX = 200_000;

export function showReformuler() {
  const resultat = h("section", { "aria-label": "Proposition" });
  const boutons = Object.entries(ACTIONS).map(([action, mots]) => {
    const faire = () => alone(() => ask(action));
    const bouton = button("secondaire", mots, () => act(bouton, resultat, "Rien n’est reformulé", faire));
    return bouton;
  });
  let selection = null;
  let demande = null;

  /** Stop what is asked, and let Word forget the places that it holds for us. */
  const forget = async () => {
    demande?.abort();
    const tenue = selection;
    selection = null;
    // A document that is closed holds nothing any more.
    if (tenue) await releaseSelection(tenue).catch(() => {});
  };
  /** One thing at a time: each releases what the one before held in Word. */
  const alone = async (faire) => {
    for (const bouton of boutons) bouton.disabled = true;
    try {
      return await faire();
    } finally {
      for (const bouton of boutons) bouton.disabled = false;
    }
  };
  const ask = async (action) => {
    const oubliee = forget();
    demande = new AbortController();
    const { signal } = demande;
    const stop = button("secondaire", "Arrêter", forget);
    fill(resultat, h("p", "Reformulation en cours… "), stop);
    announce("Reformulation en cours.");
    stop.focus();
    try {
      await oubliee;
      selection = await readSelection();
      return makeProposition(await send(action, selection, signal), selection);
    } catch (erreur) {
      if (signal.aborted) {
        await forget();
        return message("info", "", "Arrêté : rien n’a changé.");
      }
      throw [404, 405].includes(erreur.statut) ? new RefusDeWord(ANCIEN) : erreur;
    }
  };
  const makeProposition = ({ action, redacteur, paragraphes }, choisie) => {
    const ia = redacteur !== "aucun";
    const zone = h("div");
    const textes = paragraphes.map((un) => (un.etat === "reformule" ? un.apres : null));
    const apply = async () => {
      await replaceSelection(choisie, textes, ia);
      fill(resultat, zone);
      await forget();
      return message("reussite", "Le texte est remplacé", sayRemplace());
    };
    const appliquer = button("principal", "Appliquer", async () => {
      if (await acceptSansSuivi()) await act(appliquer, zone, "Rien n’est remplacé", () => alone(apply));
    });
    const laisser = button("secondaire", "Ne rien changer", () => {
      fill(resultat);
      boutons[0].focus();
      return forget();
    });
    return [
      h("h2", `Proposition : ${ACTIONS[action].toLowerCase()}`),
      ia && h("p.aide", "Le modèle a écrit ces phrases : relisez-les mot à mot."),
      list("ol.relecteurs", paragraphes, makeParagraphe),
      textes.some(Boolean) ? h("div.actions", appliquer, laisser) : h("p", "Le texte reste tel qu’il est."),
      zone,
    ];
  };
  return {
    titre: "Reformuler",
    quitter: forget,
    contenu: [
      h("h1", "Reformuler la sélection"),
      h(
        "p.aide",
        "Sélectionnez du texte dans le document, puis choisissez. Aucun fait n’est ajouté : ni date, ni montant, ni nom.",
      ),
      h("div.actions", { role: "group", "aria-label": "Que faire de la sélection" }, boutons),
      resultat,
    ],
  };
}

const ANCIEN = "Ce serveur ne reformule pas encore : prévenez le service informatique.";

async function send(action, { paragraphes, acte }, signal) {
  // A character that is cut in two is left out.
  const connu = new TextDecoder().decode(new TextEncoder().encode(acte).subarray(0, ACTE_MAX), { stream: true });
  const genre = await findGenre();
  const corps = { action, paragraphes: paragraphes.map((un) => un.trim()), genre, acte: connu };
  return call("POST", "/api/reformulations", { corps, signal });
}

function makeParagraphe({ avant, apres, etat, motifs }) {
  if (etat === "reformule")
    return [h("p.dit", "Avant : ", h("del", verbatim(avant))), h("p.dit", "Après : ", h("ins", verbatim(apres)))];
  return [
    h("p.dit", verbatim(avant)),
    h("p", h("strong", etat === "refuse" ? "Proposition refusée par le contrôle." : "Rien à changer.")),
    motifs.length > 0 && list("ul", motifs, verbatim),
  ];
}
