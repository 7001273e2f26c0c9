// A passage of a draft: who wrote it, why, and what can be done with it.

import { button, fill, focusOn, h, makeId } from "../dom.js";
import { makeTexte } from "./blocs.js";

const ORIGINES = {
  ia: ["Écrit par le modèle", "À relire mot à mot : les faits sont les vôtres, les phrases sont les siennes."],
  ia_retouchee: ["Écrit par le modèle, retouché par vous", "À relire : une partie des phrases vient du modèle."],
  agent: ["Écrit par vous", ""],
  saisie: ["Vos mots, mis en forme", "Le modèle n’a rien écrit ici."],
  trame: ["Texte du modèle d’acte", ""],
  indetermine: ["Origine inconnue", "À relire comme un texte du modèle."],
};

/** Make the frame of a passage around its blocks; null when its words stand nowhere in the text. */
export function makePassage(passage, actions, blocs) {
  const [origine, conseil] = ORIGINES[passage.origine] ?? [passage.origine, ""];
  const id = makeId("passage");
  const seuls = passage.paragraphes.map((p) => h("p", {}, makeTexte(p)));
  const corps = h("div", { class: "passage-corps" }, blocs ?? seuls);
  const outils = h("div", { class: "actions" });
  const attributs = { "data-passage": passage.nom, tabindex: "-1", "aria-labelledby": id };
  const element = h(
    "section",
    { class: `passage origine-${passage.origine}`, ...attributs },
    h(
      "p",
      { class: "passage-tete", id },
      h("strong", {}, passage.libelle),
      h("span", { class: "etiquette origine" }, origine),
    ),
    conseil && h("p", { class: "aide" }, conseil),
    makeIncidents(passage),
    blocs ? null : h("p", { class: "aide" }, "Ce passage ne figure pas tel quel dans le texte."),
    corps,
    outils,
  );
  const show = () => fill(outils, makeOutils(passage, actions, edit));
  const edit = () => {
    const close = () => {
      editeur.remove();
      corps.hidden = false;
      show();
      focusOn(element);
    };
    const editeur = makeEditeur(passage, (paragraphes) => actions.modifier(passage.nom, paragraphes), close);
    corps.hidden = true;
    fill(outils);
    outils.before(editeur);
    editeur.querySelector("textarea").focus();
  };
  show();
  return element;
}

/** Say why a text of the model was refused. */
function makeIncidents({ incidents, origine }) {
  if (!incidents.length) return null;
  const titre = origine.startsWith("ia")
    ? "Une première réponse du modèle a été refusée"
    : "Pourquoi le texte du modèle n’a pas été gardé";
  return h(
    "details",
    {},
    h("summary", {}, titre),
    h(
      "ul",
      {},
      incidents.map((i) => h("li", {}, i.message)),
    ),
  );
}

function makeOutils(passage, actions, edit) {
  const outil = (sorte, mots, agir) =>
    button(sorte, [mots, h("span", { class: "hors-ecran" }, ` : ${passage.libelle}`)], agir);
  return [
    outil("secondaire", "Modifier", edit),
    outil("discret", "Redemander au modèle", () => actions.refaire(passage.nom)),
    passage.origine !== "saisie" && outil("discret", "Garder mes mots", () => actions.garder(passage.nom)),
  ];
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
