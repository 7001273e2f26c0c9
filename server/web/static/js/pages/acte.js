// What the screens of an act share: the steps of its way, its text as the screen before left it.

import { call } from "../api.js";
import { h, message } from "../dom.js";
import { lien } from "../liens.js";

/** Give the three steps of an act; a step that cannot be reached yet is text, not a link. */
export function makeEtapes(id, actuelle, redige) {
  const etapes = [
    ["saisie", "Saisie", id && `acte/${id}`],
    ["texte", "Texte et contrôles", id && redige && `acte/${id}/texte`],
    ["apercu", "Aperçu et fichiers", id && redige && `acte/${id}/apercu`],
  ];
  return h(
    "nav",
    { class: "etapes", "aria-label": "Étapes de l’acte" },
    h(
      "ol",
      {},
      etapes.map(([nom, texte, route]) =>
        h(
          "li",
          { class: nom === actuelle ? "actuelle" : "" },
          nom === actuelle
            ? h("span", { "aria-current": "step" }, texte)
            : route
              ? lien(route, texte)
              : h("span", { class: "fermee" }, texte, h("span", { class: "hors-ecran" }, " (après la rédaction)")),
        ),
      ),
    ),
  );
}

let confie = null;

/** Leave an act, as this screen knows it, to the screen that opens next. */
export function entrust(brouillon) {
  confie = { brouillon, quand: performance.now() };
}

/** Give an act as the screen before just left it, else as the server has it. */
export function fetchBrouillon(id) {
  const { brouillon, quand } = confie ?? {};
  confie = null;
  if (brouillon?.id === id && performance.now() - quand < 1000) return brouillon;
  return call("GET", `/api/brouillons/${id}`);
}

/** Warn that the text no longer follows what was typed. */
export function makePerime(id, refaire) {
  return message(
    "attention",
    "La saisie a changé depuis la rédaction",
    h("p", {}, "Le texte ci-dessous ne dit pas encore ce que vous venez de changer."),
    h("div", { class: "actions" }, refaire, lien(`acte/${id}`, "Revoir la saisie")),
  );
}
