// After an act was taken up again: which dates moved, and the way back for those that must not have.

import { announce, button, fill, h, message, verbatim } from "../dom.js";
import { getCompte } from "../api.js";
import { drop, find, keep } from "../copies.js";
import { labelOf } from "../formulaire/saisie.js";
import { toCourt, toLong } from "../formulaire/moments.js";

const cleOf = (id) => `dates.${id}`;

/** Remember, for the form that opens next, which dates the server moved. */
export function keepDates(id, dates) {
  if (dates?.length) keep(getCompte().id, cleOf(id), dates);
}

export function takeDates(id) {
  return id ? (find(getCompte().id, cleOf(id)) ?? []) : [];
}

/** List the dates that moved; `put(champ, valeur)` writes one back. */
export function makeDates(dates, id, champs, put) {
  if (!dates.length) return null;
  const zone = h("div");
  const lignes = dates.map(({ champ, ancienne, nouvelle }) => {
    const etat = h("span", {}, verbatim(toLong(nouvelle)));
    const bouton = button(
      "discret",
      "Remettre l’ancienne",
      () => {
        const remise = bouton.dataset.remise === "oui";
        bouton.dataset.remise = remise ? "non" : "oui";
        put(champ, remise ? nouvelle : ancienne);
        fill(etat, verbatim(toLong(remise ? nouvelle : ancienne)));
        fill(bouton, remise ? "Remettre l’ancienne" : "Décaler de nouveau");
        announce(`${labelOf(champs, champ)} : ${toLong(remise ? nouvelle : ancienne)}.`);
      },
      { "aria-label": `Remettre l’ancienne date : ${labelOf(champs, champ)}` },
    );
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, labelOf(champs, champ)),
      h("td", {}, verbatim(toCourt(ancienne))),
      h("td", {}, etat),
      h("td", {}, bouton),
    );
  });
  fill(
    zone,
    message(
      "attention",
      "Les dates ont été décalées : vérifiez-les une à une",
      h(
        "p",
        {},
        "La date d’une délégation, d’une délibération ou d’un avis déjà rendu ne bouge pas : remettez l’ancienne. Les dates écrites dans vos phrases n’ont pas été changées.",
      ),
      h(
        "div",
        { class: "defilant", tabindex: "0", role: "region", "aria-label": "Dates décalées" },
        h(
          "table",
          { class: "dates" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["Date", "Avant", "Maintenant", "Action"].map((t) => h("th", { scope: "col" }, t)),
            ),
          ),
          h("tbody", {}, lignes),
        ),
      ),
      h(
        "div",
        { class: "actions" },
        button("secondaire", "J’ai vérifié", () => {
          drop(getCompte().id, cleOf(id));
          fill(zone);
          document.querySelector("h1")?.focus();
        }),
      ),
    ),
  );
  return zone;
}
