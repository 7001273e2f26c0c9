// « Vérifier un visa »: give a file, read in plain words whether it is still what a person approved.

import { call, explain } from "../api.js";
import { announce, fill, focusOn, h, lien, makeId, message, verbatim } from "../dom.js";
import { sayInstant } from "../formulaire/moments.js";
import { count } from "../pages/commun.js";
import { ROLES } from "./mots.js";

const GUIDE = new URL("../../guides/verification.html", import.meta.url);
// What each answer means, and what to do about it.
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

export function showVerification() {
  const fichier = makeFichier("Fichier de l’acte (.docx ou .odt)", ".docx,.odt", "");
  const sidecar = makeFichier(
    "Sceau à part (.visa.json), facultatif",
    ".json",
    "S’il vous a été donné : il permet de montrer ce qui était écrit avant un changement.",
  );
  const resultat = h("section", { class: "suite-page", "aria-label": "Réponse", hidden: true });
  const verifier = h("button", { type: "submit", class: "bouton principal" }, "Vérifier");
  const formulaire = h("form", { novalidate: true }, fichier.element, sidecar.element, verifier);
  // What is shown is about the files that are chosen, or is not shown.
  formulaire.addEventListener("change", () => {
    resultat.hidden = true;
  });
  formulaire.addEventListener("submit", async (e) => {
    e.preventDefault();
    fichier.say("");
    sidecar.say("");
    if (!fichier.chosen) return fichier.say("Choisissez d’abord le fichier .docx ou .odt.");
    verifier.disabled = true;
    announce("Vérification en cours.");
    try {
      const corps = new FormData();
      corps.append("fichier", fichier.chosen);
      if (sidecar.chosen) corps.append("sidecar", sidecar.chosen);
      const verdict = await call("POST", "/api/verification", { corps });
      fill(resultat, makeVerdict(verdict, fichier.chosen.name, Boolean(sidecar.chosen)));
      resultat.hidden = false;
      focusOn(resultat.querySelector("h2"));
    } catch (erreur) {
      const faute = erreur.fautes?.find((une) => une.champ === "sidecar");
      if (faute) sidecar.say(faute.raison);
      else fichier.say(explain(erreur));
    } finally {
      verifier.disabled = false;
    }
  });
  return {
    titre: "Vérifier un visa",
    contenu: [
      h("h1", {}, "Vérifier un visa"),
      h(
        "p",
        { class: "chapo" },
        "Choisissez le fichier d’un acte visé : la réponse dit si c’est exactement le texte qu’une personne a relu et approuvé. Rien du fichier n’est gardé.",
      ),
      formulaire,
      resultat,
      makeAilleurs(),
    ],
  };
}

/** Make a choice of file with its fault beside it. */
function makeFichier(label, accept, aide) {
  const id = makeId("fichier");
  const faute = h("p", { class: "faute", id: `${id}-faute`, hidden: true });
  const decrit = [aide && `${id}-aide`, `${id}-faute`].filter(Boolean).join(" ");
  const entree = h("input", { type: "file", id, class: "saisie", accept, "aria-describedby": decrit });
  const element = h(
    "div",
    { class: "champ" },
    h("label", { for: id }, label),
    aide && h("p", { class: "aide", id: `${id}-aide` }, aide),
    entree,
    faute,
  );
  return {
    element,
    get chosen() {
      return entree.files[0];
    },
    say(raison) {
      element.classList.toggle("en-faute", Boolean(raison));
      faute.hidden = !raison;
      fill(faute, raison);
      if (raison) entree.setAttribute("aria-invalid", "true");
      else entree.removeAttribute("aria-invalid");
      if (raison) entree.focus();
    },
  };
}

function makeVerdict({ etat, blocs_alteres: blocs, releve, notes, apres_visa: remplis }, nom, accompagne) {
  const [sorte, sens, quoi] = VERDICTS[etat];
  return [
    h("h2", { tabindex: "-1" }, `Réponse : ${etat}`),
    message(
      sorte,
      "",
      h("p", {}, verbatim(nom), " : ", h("strong", {}, sens)),
      notes.length > 0 &&
        h(
          "ul",
          {},
          notes.map((note) => h("li", {}, verbatim(note))),
        ),
      h("p", {}, h("strong", {}, "Que faire ? "), quoi),
    ),
    blocs.length > 0 && makeAlteres(blocs, accompagne),
    remplis.length > 0 && makeRemplis(remplis),
    releve && makeReleve(releve, etat),
  ];
}

/** Show what is not as it was approved: before and after, where the sidecar tells what was before. */
function makeAlteres(blocs, accompagne) {
  return [
    h("h3", {}, `Ce qui a changé depuis le visa : ${count(blocs.length, "passage")}`),
    !accompagne &&
      h(
        "p",
        { class: "aide" },
        "Ce qui était écrit avant n’est pas dans le fichier : choisissez aussi le .visa.json pour le voir.",
      ),
    h(
      "ol",
      { class: "changements" },
      blocs.map(({ sorte, lieu, avant, apres, raison }) =>
        h(
          "li",
          { class: "changement" },
          h("p", { class: "meta" }, h("strong", {}, capital(sorte)), h("span", {}, verbatim(lieu))),
          avant && h("p", { class: "dit" }, "Au visa : ", h("del", {}, verbatim(avant))),
          apres && h("p", { class: "dit" }, "Maintenant : ", h("ins", {}, verbatim(apres))),
          raison && h("p", { class: "dit" }, verbatim(capital(raison))),
        ),
      ),
    ),
  ];
}

function capital(mots) {
  return mots.charAt(0).toUpperCase() + mots.slice(1);
}

function makeRemplis(remplis) {
  return [
    h("h3", {}, "Rempli après le visa"),
    h(
      "p",
      { class: "aide" },
      "Ce n’est pas une altération : ces valeurs ne sont connues qu’après le visa. Le relecteur ne les a pas approuvées.",
    ),
    h(
      "dl",
      { class: "fiche" },
      remplis.map(({ nom, apres }) => [h("dt", {}, EMPLACEMENTS[nom] ?? nom), h("dd", {}, verbatim(apres))]),
    ),
  ];
}

/** Say what the visa states; where its seal proves nothing, that it may be false. */
function makeReleve(releve, etat) {
  const { acte, relecteur, instant, controles, redaction, registre, precedents } = releve;
  const faits = Object.keys(CONTROLES)
    .filter((nom) => controles[nom])
    .map((nom) => CONTROLES[nom]);
  const lignes = [
    ["Acte", acte.intitule],
    ["Annexes visées avec lui", releve.annexes.map(({ nom }) => nom).join(", ")],
    ...precedents.map((un) => ["Visé d’abord par", sayVisa(un)]),
    ["Visé par", sayVisa({ relecteur, instant })],
    ["Contrôles faits", faits.join(", ")],
    ["Constats laissés, avec une raison", releve.constats_leves.join(", ")],
    ["Modèle de langage", redaction.modele_ia || "aucun"],
    ["Ligne du registre", registre.rang],
  ];
  return [
    h("h3", {}, "Ce que dit le visa"),
    etat === "INDÉTERMINÉ" && h("p", {}, "Tant que la réponse n’est pas VALIDE, rien ne prouve que ce soit vrai."),
    h(
      "dl",
      { class: "fiche" },
      lignes.filter(([, mots]) => mots).map(([nom, mots]) => [h("dt", {}, nom), h("dd", {}, verbatim(mots))]),
    ),
  ];
}

function sayVisa({ relecteur: { nom, role, delegation }, instant }) {
  const pour = delegation ? `, ${delegation}` : "";
  return `${nom} (${ROLES[role] ?? role}${pour}), ${sayInstant(instant)}`;
}

/** Say how to check without this server: what whoever received the act needs. */
function makeAilleurs() {
  return h(
    "section",
    { class: "panneau suite-page", "aria-labelledby": "titre-ailleurs" },
    h("h2", { id: "titre-ailleurs" }, "Vérifier ailleurs, sans ce serveur"),
    h(
      "p",
      {},
      "Une préfecture, un tribunal ou un administré peut vérifier l’acte sur son poste, sans réseau. Donnez-lui les clés publiques de la collectivité par un autre chemin que l’acte lui-même, et le guide d’une page.",
    ),
    h(
      "div",
      { class: "actions" },
      makeTelechargement("/api/cles/publiques", "", "Télécharger les clés publiques"),
      makeTelechargement(GUIDE.pathname, "verifier-un-visa.html", "Télécharger le guide"),
    ),
    h("p", {}, lien("dossiers", "Les fichiers scellés sont dans « Mes dossiers »")),
  );
}

function makeTelechargement(href, download, mots) {
  return h("a", { class: "bouton secondaire", href, download }, mots);
}
