// What the rules found: what, how serious in words, on which source, and the way to the place.

import { button, h, list } from "../dom.js";
import { count } from "./commun.js";

const NIVEAUX = { erreur: "Erreur", avertissement: "Avertissement", conseil: "Conseil" };

/** Make the list of findings; `suite(constat)` gives what stands under one, or null. */
export function makeConstats(constats, places, suite = () => null) {
  const tries = Object.keys(NIVEAUX).flatMap((niveau) => constats.filter((c) => c.niveau === niveau));
  return [
    h("h2", { id: "titre-constats" }, tries.length ? count(tries.length, "constat") : "Aucun constat"),
    !tries.length && h("p", "Les règles n’ont rien trouvé à redire. Elles ne voient pas tout : relisez le fond."),
    list("ul.constats", tries, (constat) => makeConstat(constat, places, suite(constat))),
  ];
}

function makeConstat(constat, places, suite) {
  return h(
    "li",
    { class: `constat ${constat.niveau}` },
    h("p.constat-tete", h("strong", NIVEAUX[constat.niveau]), h("span.code", constat.code)),
    h("p", constat.message),
    constat.source && h("p.source", `Source : ${constat.source}`),
    places.has(constat.bloc) &&
      button("discret", "Voir dans le texte", () => places.place(constat.bloc, constat.debut, constat.fin), {
        "aria-label": `Voir dans le texte : ${NIVEAUX[constat.niveau]} ${constat.code}`,
      }),
    suite,
  );
}
