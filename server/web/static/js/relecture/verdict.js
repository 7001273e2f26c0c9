// What a verification found, in plain words.

import { h, list, makeFiche, message, verbatim } from "../dom.js";
import { sayInstant } from "../formulaire/moments.js";
import { count } from "../pages/commun.js";
import { ROLES } from "./mots.js";

const VERDICTS = {
  VALIDE: ["reussite", "Ce fichier dit exactement ce que le relecteur a approuvé.", "Rien à faire."],
  ALTÉRÉ: [
    "erreur",
    "Ce fichier a été changé depuis le visa.",
    "Demandez le fichier d’origine au service qui l’a établi. Si le changement est voulu, l’acte doit être relu et visé de nouveau.",
  ],
  "NON SCELLÉ": [
    "attention",
    "Ce fichier ne porte pas de visa, ou ses propriétés ont été effacées.",
    "Choisissez aussi le fichier .visa.json qui l’accompagne, puis vérifiez de nouveau. Si vous ne l’avez pas, demandez le fichier d’origine.",
  ],
  INVALIDE: [
    "erreur",
    "Le sceau est contrefait, double ou abîmé, ou sa clé n’est pas une clé valable de ce serveur.",
    "Ne vous fiez pas à ce fichier, et prévenez la collectivité dont il vient.",
  ],
  INDÉTERMINÉ: [
    "attention",
    "Rien ne permet de dire si ce fichier est celui qui a été approuvé.",
    "Suivez l’explication ci-dessous. Tant que la réponse n’est pas VALIDE, ne vous fiez pas à ce fichier.",
  ],
};
const CONTROLES = { exactitude: "exactitude", plausibilite: "plausibilité", sources: "sources" };
const EMPLACEMENTS = { numero: "Numéro", date: "Date", cachet: "Cachet" };

/** Say what a verification found, in plain words. */
export function makeVerdict({ etat, blocs_alteres: blocs, releve, notes, apres_visa: remplis }, nom, accompagne) {
  const [sorte, sens, quoi] = VERDICTS[etat];
  return [
    h("h2", { tabindex: "-1" }, `Réponse : ${etat}`),
    message(
      sorte,
      "",
      h("p", verbatim(nom), " : ", h("strong", sens)),
      notes.length > 0 && list("ul", notes, (note) => verbatim(note)),
      h("p", h("strong", "Que faire ? "), quoi),
    ),
    blocs.length > 0 && makeAlteres(blocs, accompagne),
    remplis.length > 0 && makeRemplis(remplis),
    releve && makeReleve(releve, etat),
  ];
}

/** Show what is not as it was approved; before too, where the sidecar tells. */
function makeAlteres(blocs, accompagne) {
  return [
    h("h3", `Ce qui a changé depuis le visa : ${count(blocs.length, "passage")}`),
    !accompagne &&
      h("p.aide", "Ce qui était écrit avant n’est pas dans le fichier : choisissez aussi le .visa.json pour le voir."),
    list("ol.changements", blocs, ({ sorte, lieu, avant, apres, raison }) =>
      h(
        "li.changement",
        h("p.meta", h("strong", capital(sorte)), h("span", verbatim(lieu))),
        avant && h("p.dit", "Au visa : ", h("del", verbatim(avant))),
        apres && h("p.dit", "Maintenant : ", h("ins", verbatim(apres))),
        raison && h("p.dit", verbatim(capital(raison))),
      ),
    ),
  ];
}

function capital(mots) {
  return mots.charAt(0).toUpperCase() + mots.slice(1);
}

function makeRemplis(remplis) {
  return [
    h("h3", "Rempli après le visa"),
    h(
      "p.aide",
      "Ce n’est pas une altération : ces valeurs ne sont connues qu’après le visa. Le relecteur ne les a pas approuvées.",
    ),
    makeFiche(remplis.map(({ nom, apres }) => [EMPLACEMENTS[nom] ?? nom, apres])),
  ];
}

/** Say what the visa states; where its seal proves nothing, that it may be false. */
function makeReleve(releve, etat) {
  const { acte, relecteur, instant, controles, redaction, registre, precedents } = releve;
  const faits = Object.keys(CONTROLES).filter((nom) => controles[nom]);
  const lignes = [
    ["Acte", acte.intitule],
    ["Annexes visées avec lui", releve.annexes.map(({ nom }) => nom).join(", ")],
    ...precedents.map((un) => ["Visé d’abord par", sayVisa(un)]),
    ["Visé par", sayVisa({ relecteur, instant })],
    ["Contrôles faits", faits.map((nom) => CONTROLES[nom]).join(", ")],
    ["Constats laissés, avec une raison", releve.constats_leves.join(", ")],
    ["Modèle de langage", redaction.modele_ia || "aucun"],
    ["Ligne du registre", registre.rang],
  ];
  return [
    h("h3", "Ce que dit le visa"),
    etat === "INDÉTERMINÉ" && h("p", "Tant que la réponse n’est pas VALIDE, rien ne prouve que ce soit vrai."),
    makeFiche(lignes),
  ];
}

function sayVisa({ relecteur: { nom, role, delegation }, instant }) {
  const pour = delegation ? `, ${delegation}` : "";
  return `${nom} (${ROLES[role] ?? role}${pour}), ${sayInstant(instant)}`;
}
