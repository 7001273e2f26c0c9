// What the rules found: what, how serious in words, on which source, and the way to the place.

import { button, h } from "../dom.js";
import { count } from "./commun.js";

const NIVEAUX = { erreur: "Erreur", avertissement: "Avertissement", conseil: "Conseil" };

/** Make the list of findings; `suite(constat)` gives what stands under one, or null. */
export function makeConstats(constats, places, suite = () => null) {
  const tries = Object.keys(NIVEAUX).flatMap((niveau) => constats.filter((c) => c.niveau === niveau));
  return [
    h("h2", { id: "titre-constats" }, tries.length ? count(tries.length, "constat") : "Aucun constat"),
    !tries.length &&
      h("p", {}, "Les règles n’ont rien trouvé à redire. Elles ne voient pas tout : relisez le fond."),
    h(
      "ul",
      { class: "constats" },
      tries.map((constat) => makeConstat(constat, places, suite(constat))),
    ),
  ];
}

function makeConstat(constat, places, suite) {
  return h(
    "li",
    { class: `constat ${constat.niveau}` },
    h(
      "p",
      { class: "constat-tete" },
      h("strong", {}, NIVEAUX[constat.niveau]),
      h("span", { class: "code" }, constat.code),
    ),
    h("p", {}, constat.message),
    constat.source && h("p", { class: "source" }, `Source : ${constat.source}`),
    places.has(constat.bloc) &&
      button("discret", "Voir dans le texte", () => places.place(constat.bloc, constat.debut, constat.fin), {
        "aria-label": `Voir dans le texte : ${NIVEAUX[constat.niveau]} ${constat.code}`,
      }),
    suite,
  );
}
