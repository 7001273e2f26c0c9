// « Ce que fait le modèle, ce qu’il ne fait jamais »: the promises of the tool, on one screen.

import { h } from "../dom.js";
import { lien } from "../liens.js";

const liste = (...lignes) =>
  h(
    "ul",
    {},
    lignes.map((ligne) => h("li", {}, ligne)),
  );

export function showAide() {
  return {
    titre: "Ce que fait le modèle, ce qu’il ne fait jamais",
    contenu: h(
      "div",
      { class: "prose" },
      h("h1", {}, "Ce que fait le modèle, ce qu’il ne fait jamais"),
      h(
        "p",
        { class: "chapo" },
        "Minutier compose un projet d’acte à partir de ce que vous donnez. Un modèle de langage, installé sur les machines de la collectivité, peut mettre en phrases quelques passages. Le reste vient d’un modèle d’acte écrit par des personnes.",
      ),
      h("h2", {}, "Ce qu’il fait"),
      liste(
        "Il met vos points en phrases, dans les seuls passages que le modèle d’acte lui ouvre : motifs, exposé, considérants.",
        "Il n’emploie que les faits que vous avez donnés. Un nombre, une date, un montant, un nom ou un article qu’il ajouterait est refusé : le passage lui est demandé une seconde fois, puis vos propres mots le remplacent.",
        "Ce qu’il a écrit est toujours signalé : dans le texte à l’écran, et dans le fichier.",
      ),
      h("h2", {}, "Ce qu’il ne fait jamais"),
      liste(
        "Il ne décide de rien : le sens de la décision, ses motifs, ses montants, ses dates et les personnes viennent de vous.",
        "Il ne classe, ne note, ne sanctionne et n’évalue personne.",
        "Il ne choisit pas les textes visés : ils sont dans le modèle d’acte, avec leur source.",
        "Il ne signe pas, ne date pas, ne numérote pas.",
      ),
      h("h2", {}, "Ce qui vous revient"),
      liste(
        "Relire chaque passage marqué « Écrit par le modèle », mot à mot : un fait juste peut être mal rattaché.",
        "Regarder les constats du contrôle. Aucun constat ne veut pas dire que l’acte est légal : les règles ne voient pas tout.",
        "Faire relire et valider par une personne avant la signature. Tant que personne ne l’a visé, le fichier dit PROJET.",
      ),
      h("h2", {}, "Ce que deviennent vos données"),
      liste(
        "Le texte de vos actes reste sur le serveur de la collectivité ; le modèle aussi.",
        "Les champs marqués « donnée personnelle » sont remplacés par des repères avant d’être montrés au modèle. Dans un texte libre, les noms sont cherchés et masqués, sans garantie de les trouver tous.",
        "Sans le modèle, ou s’il ne répond pas, tout le reste fonctionne : vos points sont mis en forme tels quels.",
      ),
      h("p", {}, lien("nouveau", "Rédiger un acte", { class: "bouton secondaire" })),
    ),
  };
}
