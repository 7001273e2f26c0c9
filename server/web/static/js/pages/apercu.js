// The document as it will look, and its files.

import { button, h, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { fetchBrouillon, makeEtapes, makePerime } from "./acte.js";

const FICHIERS = [
  ["odt", "LibreOffice (.odt)"],
  ["html", "Page web (.html)"],
  ["txt", "Texte seul (.txt)"],
];

export async function showApercu(id) {
  const brouillon = await fetchBrouillon(id);
  const titre = brouillon.titre || "Projet";
  if (!brouillon.acte) {
    return {
      titre,
      contenu: [
        makeEtapes(id, "apercu", false),
        h("h1", { class: "titre-acte" }, verbatim(titre)),
        message("info", "Ce projet n’est pas encore rédigé", lien(`acte/${id}`, "Revenir à la saisie")),
      ],
    };
  }
  const adresse = (format) => `/api/brouillons/${id}/fichiers/${format}`;
  return {
    titre,
    contenu: [
      makeEtapes(id, "apercu", true),
      h("h1", { class: "titre-acte" }, verbatim(titre)),
      brouillon.perime &&
        makePerime(
          id,
          lien(`acte/${id}/texte`, "Aller au texte pour le rédiger à nouveau", {
            class: "bouton secondaire",
          }),
        ),
      h(
        "p",
        { class: "chapo" },
        "Le fichier porte la mention PROJET dans son en-tête, son nom et ses propriétés, et dit ce que le modèle a écrit. Le numéro, la date et le cachet restent à remplir après la signature.",
      ),
      h(
        "div",
        { class: "telechargements" },
        h("a", { class: "bouton principal", href: adresse("docx"), download: "" }, "Télécharger pour Word (.docx)"),
        FICHIERS.map(([format, texte]) =>
          h("a", { class: "bouton secondaire", href: adresse(format), download: "" }, texte),
        ),
        button("discret", "Imprimer l’aperçu", () => print()),
        lien(`acte/${id}/envoi`, "Envoyer en relecture", { class: "bouton secondaire" }),
      ),
      h("iframe", {
        class: "apercu",
        title: "Aperçu du document",
        src: `/api/brouillons/${id}/apercu`,
        sandbox: "",
      }),
    ],
  };
}
