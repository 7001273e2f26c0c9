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
    const cellules = countCellules(blocs, rang);
    (cadre?.corps ?? element).append(cellules ? makeTable(blocs, vues, rang, cellules) : vues[rang]);
    rang += Math.max(cellules - 1, 0);
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

const isCellule = (bloc) => bloc?.genre.startsWith("cellule") ?? false;

/** Count the cells from here on: 0 when there are none, or when they make no even table. */
function countCellules(blocs, rang) {
  let fin = rang;
  while (isCellule(blocs[fin])) fin += 1;
  const colonnes = countColonnes(blocs, rang);
  return colonnes > 1 && (fin - rang) % colonnes === 0 ? fin - rang : 0;
}

/** The cells of the header are as many as the columns: the text says no more of its tables. */
function countColonnes(blocs, rang) {
  let fin = rang;
  while (blocs[fin]?.genre === "cellule_titre") fin += 1;
  return fin - rang;
}

function makeTable(blocs, vues, rang, cellules) {
  const colonnes = countColonnes(blocs, rang);
  const makeLigne = (ligne) =>
    Array.from({ length: colonnes }, (_, c) =>
      h(ligne ? "td" : "th", ligne ? {} : { scope: "col" }, vues[rang + ligne * colonnes + c]),
    );
  const lignes = Array.from({ length: cellules / colonnes }, (_, ligne) => h("tr", {}, makeLigne(ligne)));
  const table = h("table", {}, h("thead", {}, lignes[0]), h("tbody", {}, lignes.slice(1)));
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
