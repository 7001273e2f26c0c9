// « Vérifier un visa »: give a file, read in plain words whether it is still what a person approved.

import { call, explain } from "../api.js";
import { announce, fill, focusOn, h, makeId } from "../dom.js";
import { lien } from "../liens.js";
import { makeDerive } from "./derive.js";
import { makeVerdict } from "./verdict.js";

const GUIDE = new URL("../../guides/verification.html", import.meta.url);

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
  let demande = 0;
  // What is shown is about the files that are chosen, or is not shown.
  formulaire.addEventListener("change", () => {
    demande += 1;
    verifier.disabled = false;
    resultat.hidden = true;
  });
  formulaire.addEventListener("submit", async (e) => {
    e.preventDefault();
    fichier.say("");
    sidecar.say("");
    if (!fichier.chosen) return fichier.say("Choisissez d’abord le fichier .docx ou .odt.");
    const mienne = (demande += 1);
    const [acte, sceau] = [fichier.chosen, sidecar.chosen];
    verifier.disabled = true;
    announce("Vérification en cours.");
    try {
      const corps = new FormData();
      corps.append("fichier", acte);
      if (sceau) corps.append("sidecar", sceau);
      const verdict = await call("POST", "/api/verification", { corps });
      if (mienne !== demande) return;
      const pdf = verdict.etat === "VALIDE" && makeDerive("Préparer le PDF", "/api/verification/pdf", corps);
      fill(resultat, makeVerdict(verdict, acte.name, Boolean(sceau)), pdf);
      resultat.hidden = false;
      focusOn(resultat.querySelector("h2"));
    } catch (erreur) {
      if (mienne !== demande) return;
      const faute = erreur.fautes?.find((une) => une.champ === "sidecar");
      if (faute) sidecar.say(faute.raison);
      else fichier.say(explain(erreur));
    } finally {
      if (mienne === demande) verifier.disabled = false;
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
