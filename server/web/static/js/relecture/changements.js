// What changed, word by word, since the version before or since the act was drafted; cells of tables too.

import { call } from "../api.js";
import { fill, h, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { makeTexte } from "../pages/blocs.js";
import { count } from "../pages/commun.js";

const CHANGEMENTS = {
  modifie: "Modifié",
  deplace: "Déplacé",
  ajoute: "Ajouté",
  retire: "Retiré",
  egal: "Inchangé",
};

export async function showChangements(id, avec = "precedente") {
  const dossier = await call("GET", `/api/dossiers/${id}`);
  const { avant, apres, blocs } = await call(
    "GET",
    `/api/dossiers/${id}/versions/${dossier.version}/comparaison?avec=${avec}`,
  );
  const titre =
    avant === "redige" ? "Ce qui a changé depuis la rédaction" : "Ce qui a changé depuis la version précédente";
  const changes = blocs.filter((b) => b.changement !== "egal");
  const liste = h("ol", { class: "changements" });
  const tout = h("input", { type: "checkbox", id: "tout", onchange: () => show() });
  const show = () => fill(liste, (tout.checked ? blocs : changes).map(makeChangement));
  show();
  return {
    titre,
    contenu: [
      h("h1", {}, titre),
      h(
        "p",
        { class: "chapo" },
        verbatim(dossier.titre),
        ` – version ${apres}, comparée ${avant === "redige" ? "au texte composé par Minutier" : `à la version ${avant}`}.`,
      ),
      h("p", { class: "actions" }, lien(`dossier/${id}`, "Revenir au dossier", { class: "bouton secondaire" })),
      h(
        "p",
        { class: "bilan", role: "status" },
        changes.length
          ? `${count(changes.length, "paragraphe ou cellule a changé", "paragraphes ou cellules ont changé")}.`
          : "Rien n’a changé.",
      ),
      h("p", { class: "option" }, tout, h("label", { for: "tout" }, "Montrer aussi ce qui n’a pas changé")),
      h(
        "p",
        { class: "aide", "aria-hidden": "true" },
        "Lecture : ",
        makeMot({ sort: "retire", texte: "retiré" }),
        " ",
        makeMot({ sort: "ajoute", texte: "ajouté" }),
      ),
      liste,
    ],
  };
}

function makeChangement({ changement, partie, mots }) {
  return h(
    "li",
    { class: `changement ${changement}` },
    h("p", { class: "meta" }, h("strong", {}, CHANGEMENTS[changement]), sayPlace(partie)),
    h("p", { class: "dit" }, mots.map(makeMot)),
  );
}

/** Say where a paragraph stands when it is not simply in the text. */
function sayPlace(partie) {
  const [, tableau, ligne, colonne] = /tableau(\d+)\/(\d+)\/(\d+)/.exec(partie) ?? [];
  if (tableau) return `Tableau ${tableau}, ligne ${ligne}, colonne ${colonne}`;
  if (partie.startsWith("tete")) return "En-tête de page";
  if (partie.startsWith("pied")) return "Pied de page";
  return "";
}

/** Show words kept, put in or taken out: said, signed and underlined or struck, not only coloured. */
function makeMot({ sort, texte }) {
  if (sort === "egal") return makeTexte(texte);
  const [balise, signe, dit] = sort === "ajoute" ? ["ins", "+", "ajouté : "] : ["del", "−", "retiré : "];
  return h(
    balise,
    {},
    h("span", { "aria-hidden": "true" }, signe),
    h("span", { class: "hors-ecran" }, dit),
    makeTexte(texte),
  );
}
