// The text of a draft, block by block; a passage is a frame around its blocks, with its origin and what can be done.

import { button, fill, focusOn, h, makeId, verbatim } from "../dom.js";

const ORIGINES = {
  ia: ["Écrit par le modèle", "À relire mot à mot : les faits sont les vôtres, les phrases sont les siennes."],
  ia_retouchee: ["Écrit par le modèle, retouché par vous", "À relire : une partie des phrases vient du modèle."],
  agent: ["Écrit par vous", ""],
  saisie: ["Vos mots, mis en forme", "Le modèle n’a rien écrit ici."],
  trame: ["Texte du modèle d’acte", ""],
  indetermine: ["Origine inconnue", "À relire comme un texte du modèle."],
};
const TITRES = new Set(["intitule", "objet", "titre_article", "titre_section", "titre_annexe"]);

/** Make the text; gives its element and `place(bloc, debut, fin)`, which shows a place of it. */
export function makeBlocs(brouillon, actions) {
  const element = h("div", { class: "texte-acte" });
  const vues = [];
  const blocs = brouillon.acte.blocs;
  const attribution = attribute(blocs, brouillon.passages);
  let cadre = null;
  blocs.forEach((bloc, rang) => {
    const passage = attribution[rang];
    const vue = makeBloc(bloc, rang);
    vues.push(vue);
    if (!passage) {
      cadre = null;
      element.append(vue);
      return;
    }
    if (cadre?.nom !== passage.nom) {
      cadre = makePassage(passage, actions);
      element.append(cadre.element);
    }
    cadre.corps.append(vue);
  });
  // A passage whose words are nowhere in the text (left empty, or moved) can still be worked on.
  const poses = new Set(attribution.filter(Boolean).map((p) => p.nom));
  for (const passage of brouillon.passages.filter((p) => !poses.has(p.nom)))
    element.append(makePassage(passage, actions, true).element);
  return {
    element,
    place: (rang, debut, fin) => showPlace(vues[rang], blocs[rang], debut, fin),
    has: (rang) => rang !== null && rang !== undefined && Boolean(vues[rang]),
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
  const balise = TITRES.has(bloc.genre) ? "h2" : "p";
  return h(
    balise,
    { class: `bloc genre-${bloc.genre}`, id: `bloc-${rang}`, tabindex: "-1" },
    makeTexte(bloc.texte),
  );
}

function makeTexte(texte) {
  return texte.split("\n").flatMap((ligne, rang) => (rang ? [h("br"), verbatim(ligne)] : [verbatim(ligne)]));
}

/** Show a place of the text: mark it, bring it into view, move the focus there. */
function showPlace(vue, bloc, debut, fin) {
  for (const autre of document.querySelectorAll(".bloc.vise")) {
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

function makePassage(passage, actions, isole = false) {
  const [origine, conseil] = ORIGINES[passage.origine] ?? [passage.origine, ""];
  const corps = h("div", { class: "passage-corps" });
  const outils = h("div", { class: "actions" });
  const id = makeId("passage");
  const incidents = passage.incidents ?? [];
  const element = h(
    "section",
    {
      class: `passage origine-${passage.origine}`,
      "data-passage": passage.nom,
      tabindex: "-1",
      "aria-labelledby": id,
    },
    h(
      "p",
      { class: "passage-tete", id },
      h("strong", {}, passage.libelle),
      h("span", { class: "etiquette origine" }, origine),
    ),
    conseil && h("p", { class: "aide" }, conseil),
    incidents.length > 0 &&
      h(
        "details",
        {},
        h(
          "summary",
          {},
          passage.origine.startsWith("ia")
            ? "Une première réponse du modèle a été refusée"
            : "Pourquoi le texte du modèle n’a pas été gardé",
        ),
        h(
          "ul",
          {},
          incidents.map((i) => h("li", {}, i.message)),
        ),
      ),
    isole ? h("p", { class: "aide" }, "Ce passage ne figure pas tel quel dans le texte.") : null,
    corps,
    outils,
  );
  if (isole)
    fill(
      corps,
      passage.paragraphes.map((p) => h("p", {}, makeTexte(p))),
    );
  const render = () =>
    fill(
      outils,
      button("secondaire", "Modifier", edit, { "aria-label": `Modifier : ${passage.libelle}` }),
      button("discret", "Redemander au modèle", () => actions.refaire(passage.nom), {
        "aria-label": `Redemander au modèle : ${passage.libelle}`,
      }),
      passage.origine !== "saisie" &&
        button("discret", "Garder mes mots", () => actions.garder(passage.nom), {
          "aria-label": `Garder mes mots, sans le modèle : ${passage.libelle}`,
        }),
    );
  const edit = () => {
    const editeur = makeEditeur(
      passage,
      (paragraphes) => actions.modifier(passage.nom, paragraphes),
      () => {
        editeur.remove();
        corps.hidden = false;
        render();
        focusOn(element);
      },
    );
    corps.hidden = true;
    fill(outils);
    outils.before(editeur);
    editeur.querySelector("textarea").focus();
  };
  render();
  return { nom: passage.nom, element, corps };
}

/** Edit a passage: one box per paragraph, as many as needed. */
function makeEditeur(passage, enregistrer, annuler) {
  const boites = h("div");
  const add = (texte) => {
    const boite = h("textarea", {
      class: "saisie",
      rows: Math.max(3, Math.ceil(texte.length / 70)),
      value: texte,
      "aria-label": `Paragraphe ${boites.children.length + 1}, ${passage.libelle}`,
    });
    boites.append(boite);
    return boite;
  };
  (passage.paragraphes.length ? passage.paragraphes : [""]).forEach(add);
  const lire = () => [...boites.children].map((b) => b.value.trim()).filter(Boolean);
  return h(
    "div",
    { class: "editeur" },
    h("p", { class: "aide" }, "Un paragraphe par case ; une case vidée disparaît."),
    boites,
    h(
      "div",
      { class: "actions" },
      button("principal", "Enregistrer ce passage", () => enregistrer(lire())),
      button("secondaire", "Ajouter un paragraphe", () => add("").focus()),
      button("discret", "Annuler", annuler),
    ),
  );
}
