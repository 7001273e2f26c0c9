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

/** Make the frame of a passage; its blocks go into `corps`. `isole`: its words stand nowhere else in the text. */
export function makePassage(passage, actions, isole = false) {
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
