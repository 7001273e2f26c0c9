// The text of a draft, block by block, with its passages framed; each place of it can be shown.

import { fill, focusOn, h, verbatim } from "../dom.js";
import { makePassage } from "./passages.js";

/**
 * Make the text; gives its element, and `place(bloc, debut, fin)`, which shows a place of it. `suite(rang)` gives what
 * stands under a block, or null; blocks that have `origines` say whose their words are.
 */
export function makeBlocs(brouillon, actions, suite = () => null) {
  const { blocs } = brouillon.acte;
  const alineas = blocs.map(makeBloc);
  const vues = alineas.map((alinea, rang) => {
    const dessous = suite(rang);
    return dessous ? h("div", {}, alinea, dessous) : alinea;
  });
  const attribution = attribute(blocs, brouillon.passages);
  const corps = blocs.findIndex((bloc) => !bloc.partie.startsWith("corps"));
  const fin = corps < 0 ? blocs.length : corps;
  const element = h("div", { class: "texte-acte" });
  for (let rang = 0; rang < fin;) {
    const passage = attribution[rang];
    const combien = countWhile(attribution, rang, (autre) => autre === passage);
    const contenu = layOut(blocs, vues, rang, Math.min(rang + combien, fin));
    element.append(...(passage ? [makePassage(passage, actions, contenu)] : contenu));
    rang += combien;
  }
  // A passage whose words are nowhere in the text (left empty, or moved) can still be worked on.
  const absents = brouillon.passages.filter((p) => !attribution.includes(p));
  element.append(...absents.map((passage) => makePassage(passage, actions, null)), makeMarges(vues.slice(fin)));
  return {
    element,
    place: (rang, debut, jusque) => showPlace(alineas[rang], blocs[rang], debut, jusque),
    has: (rang) => Number.isInteger(rang) && rang in vues,
  };
}

function countWhile(liste, rang, convient) {
  let fin = rang;
  while (fin < liste.length && convient(liste[fin])) fin += 1;
  return fin - rang;
}

/** Give the blocks from one rank to another, tables laid out again. */
function layOut(blocs, vues, debut, fin) {
  const contenu = [];
  for (let rang = debut; rang < fin;) {
    const tableau = findCellule(blocs[rang])?.tableau;
    const suite = tableau ? countWhile(blocs, rang, (b) => findCellule(b)?.tableau === tableau) : 1;
    const vus = vues.slice(rang, rang + suite);
    contenu.push(...(tableau ? [makeTable(blocs.slice(rang, rang + suite), vus)] : vus));
    rang += suite;
  }
  return contenu;
}

/** Page headers and footers are part of the file, not of what one reads through. */
function makeMarges(vues) {
  return h("details", { class: "panneau" }, h("summary", {}, "En-tête et pied de page du fichier"), vues);
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
  const titre = bloc.texte.trim() && (bloc.genre.startsWith("titre_") || bloc.genre === "intitule");
  const attributs = { class: `alinea genre-${bloc.genre}`, id: `bloc-${rang}`, tabindex: "-1" };
  return h(titre ? "h2" : "p", attributs, makeContenu(bloc));
}

/** Tell in which table, row and column a block stands; null outside of tables. */
function findCellule(bloc) {
  const [, tableau, ligne, colonne] = /^(.*\/tableau\d+)\/(\d+)\/(\d+)/.exec(bloc?.partie ?? "") ?? [];
  return tableau ? { tableau, ligne: Number(ligne) - 1, colonne: Number(colonne) - 1 } : null;
}

/** Lay a table out again; signatures stand side by side in one that is no table to a reader. */
function makeTable(blocs, vues) {
  if (blocs.every((bloc) => bloc.genre === "signature")) return h("div", { class: "signatures" }, vues);
  const places = blocs.map(findCellule);
  const colonnes = Math.max(...places.map((p) => p.colonne)) + 1;
  const lignes = Array.from({ length: Math.max(...places.map((p) => p.ligne)) + 1 }, (_, ligne) => {
    const entete = blocs.some((bloc, i) => places[i].ligne === ligne && bloc.entete);
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

const DITES = {
  ia: "IA",
  ia_retouchee: "IA retouchée",
  indetermine: "origine inconnue",
  agent: "à la main",
  saisie: "saisie",
};

/** Give the words of a block: what is bold as bold, one span marked, and whose they are where that is asked for. */
function makeContenu(bloc, debut = 0, fin = 0) {
  return listSuites(bloc).map(({ depuis, jusque, origine }) => {
    const mots = makeMorceaux(bloc, depuis, jusque, debut, fin);
    if (!DITES[origine]) return mots;
    const nom = h("span", { class: "mots-nom" }, DITES[origine], h("span", { class: "hors-ecran" }, " : "));
    return h("span", { class: `mots mots-${origine}` }, nom, mots);
  });
}

/** Give the runs of a block that have one origin; one run when nobody asked. */
function listSuites({ texte, fragments, origines }) {
  const suites = [];
  let depuis = 0;
  for (const fragment of origines ? fragments : []) {
    const jusque = depuis + fragment.texte.length;
    const { origine } = fragment;
    if (suites.at(-1)?.origine === origine) suites.at(-1).jusque = jusque;
    else suites.push({ depuis, jusque, origine });
    depuis = jusque;
  }
  return depuis === texte.length && suites.length ? suites : [{ depuis: 0, jusque: texte.length }];
}

function makeMorceaux({ texte, gras = [] }, depuis, jusque, debut, fin) {
  const bornes = [depuis, jusque, ...[debut, fin, ...gras.flat()].filter((b) => depuis < b && b < jusque)];
  const coupes = [...new Set(bornes)].sort((a, b) => a - b);
  const within = ([d, f], place) => d <= place && place < f;
  return coupes.slice(1).map((coupe, rang) => {
    const morceau = makeTexte(texte.slice(coupes[rang], coupe));
    const fort = gras.some((span) => within(span, coupes[rang])) ? [h("strong", {}, morceau)] : morceau;
    return within([debut, fin], coupes[rang]) ? h("mark", {}, fort) : fort;
  });
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
    fill(vue, makeContenu(bloc, debut, fin));
  }
  vue.closest("details")?.setAttribute("open", "");
  focusOn(vue);
}
