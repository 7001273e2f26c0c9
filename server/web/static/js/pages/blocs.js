// The text of a draft, block by block, with its passages framed; each place of it can be shown.

import { fill, focusOn, h, verbatim } from "../dom.js";
import { makePassage } from "./passages.js";

/** Make the text; gives its element, and `place(bloc, debut, fin)`, which shows a place of it. */
export function makeBlocs(brouillon, actions) {
  const element = h("div", { class: "texte-acte" });
  const { blocs } = brouillon.acte;
  const attribution = attribute(blocs, brouillon.passages);
  const vues = blocs.map(makeBloc);
  let cadre = null;
  for (let rang = 0; rang < blocs.length; rang += 1) {
    const passage = attribution[rang];
    if (passage && cadre?.nom !== passage.nom) {
      cadre = makePassage(passage, actions);
      element.append(cadre.element);
    }
    if (!passage) cadre = null;
    const fin = rang + countTable(blocs, rang);
    (cadre?.corps ?? element).append(
      fin > rang ? makeTable(blocs.slice(rang, fin), vues.slice(rang, fin)) : vues[rang],
    );
    rang = Math.max(rang, fin - 1);
  }
  // A passage whose words are nowhere in the text (left empty, or moved) can still be worked on.
  const poses = new Set(attribution.filter(Boolean).map((p) => p.nom));
  const absents = brouillon.passages.filter((p) => !poses.has(p.nom));
  element.append(...absents.map((passage) => makePassage(passage, actions, true).element));
  return {
    element,
    place: (rang, debut, fin) => showPlace(vues[rang], blocs[rang], debut, fin),
    has: (rang) => Number.isInteger(rang) && rang in vues,
  };
}

/** Tell which passage each block belongs to: the server says it, else its words do. */
function attribute(blocs, passages) {
  const attribution = blocs.map((bloc) => passages.find((p) => p.nom === bloc.passage) ?? null);
  if (attribution.some(Boolean)) return attribution;
  for (const passage of passages) {
    let depuis = 0;
    for (const paragraphe of passage.paragraphes) {
      const rang = blocs.findIndex((b, i) => i >= depuis && !attribution[i] && b.texte === paragraphe);
      if (rang < 0) continue;
      attribution[rang] = passage;
      depuis = rang + 1;
    }
  }
  return attribution;
}

function makeBloc(bloc, rang) {
  const titre = bloc.genre.startsWith("titre_") || bloc.genre === "intitule";
  const attributs = { class: `alinea genre-${bloc.genre}`, id: `bloc-${rang}`, tabindex: "-1" };
  return h(titre ? "h2" : "p", attributs, makeTexte(bloc.texte));
}

/** Tell in which table, row and column a block stands; null outside of tables. */
function findCellule(bloc) {
  const [, tableau, ligne, colonne] = /^(.*\/tableau\d+)\/(\d+)\/(\d+)/.exec(bloc?.partie ?? "") ?? [];
  return tableau ? { tableau, ligne: Number(ligne) - 1, colonne: Number(colonne) - 1 } : null;
}

/** Count the blocks of the table that begins here; 0 when none does. */
function countTable(blocs, rang) {
  const tableau = findCellule(blocs[rang])?.tableau;
  let fin = rang;
  while (tableau && findCellule(blocs[fin])?.tableau === tableau) fin += 1;
  return fin - rang;
}

/** Lay a table out again; signatures stand side by side in one that is no table to a reader. */
function makeTable(blocs, vues) {
  if (blocs.every((bloc) => bloc.genre === "signature")) return h("div", { class: "signatures" }, vues);
  const places = blocs.map(findCellule);
  const colonnes = Math.max(...places.map((p) => p.colonne)) + 1;
  const lignes = Array.from({ length: Math.max(...places.map((p) => p.ligne)) + 1 }, (_, ligne) => {
    const entete = blocs.some((bloc, i) => places[i].ligne === ligne && bloc.genre === "cellule_titre");
    const cellules = Array.from({ length: colonnes }, () =>
      h(entete ? "th" : "td", entete ? { scope: "col" } : {}),
    );
    places.forEach((p, i) => p.ligne === ligne && cellules[p.colonne].append(vues[i]));
    return { entete, element: h("tr", {}, cellules) };
  });
  const elements = (entete) => lignes.filter((l) => l.entete === entete).map((l) => l.element);
  const table = h("table", {}, h("thead", {}, elements(true)), h("tbody", {}, elements(false)));
  return h("div", { class: "defilant", tabindex: "0", role: "region", "aria-label": "Tableau de l’acte" }, table);
}

/** Give a text with its line breaks. */
export function makeTexte(texte) {
  return texte.split("\n").flatMap((ligne, rang) => (rang ? [h("br"), verbatim(ligne)] : [verbatim(ligne)]));
}

/** Show a place of the text: mark it, bring it into view, move the focus there. */
function showPlace(vue, bloc, debut, fin) {
  for (const autre of document.querySelectorAll(".alinea.vise")) {
    autre.classList.remove("vise");
    autre.querySelectorAll("mark").forEach((m) => m.replaceWith(...m.childNodes));
  }
  vue.classList.add("vise");
  if (Number.isInteger(debut) && fin > debut) {
    fill(
      vue,
      makeTexte(bloc.texte.slice(0, debut)),
      h("mark", {}, makeTexte(bloc.texte.slice(debut, fin))),
      makeTexte(bloc.texte.slice(fin)),
    );
  }
  focusOn(vue);
}
