// The parts of the screen of a saisie that hold no state: given values, they give nodes.

import { button, h, list, message } from "../dom.js";
import { shorten } from "../formulaire/champ.js";
import { labelOf } from "../formulaire/saisie.js";
import { sayInstant } from "../formulaire/moments.js";
import { count } from "./commun.js";

/** So many faults stand at the side; the rest is a number, or the list would hide the form. */
const FAUTES_MONTREES = 12;

const ETATS = {
  neuf: "Rien n’est encore enregistré.",
  modifie: "Modifications à enregistrer…",
  encours: "Enregistrement…",
  enregistre: "Enregistré.",
  coupure:
    "Non enregistré : le serveur ne répond pas. Votre saisie est gardée dans cette page, nouvel essai automatique.",
  conflit: "Non enregistré : cet acte a été modifié ailleurs.",
};
const MODELE_ABSENT = {
  sans: "Aucun modèle n’est réglé : vos points seront mis en forme tels quels.",
  indisponible: "Le modèle ne répond pas : vos points seront mis en forme tels quels.",
};

/** Say how far saving is. */
export function sayEtat(etat, detail) {
  if (etat === "enregistre" && detail) return `Enregistré ${sayInstant(detail)}.`;
  return ETATS[etat] ?? `Non enregistré. ${detail ?? ""}`;
}

/** Say what a draft will lack, when no model can write; nothing when one can. */
export function makeModeleAbsent(sante) {
  return MODELE_ABSENT[sante] ? h("p.aide", MODELE_ABSENT[sante]) : null;
}

function makeLienChamp(champs, champ, aller) {
  const suivre = (e) => {
    e.preventDefault();
    aller(champ);
  };
  return h("a", { href: "#contenu", onclick: suivre }, labelOf(champs, champ));
}

/** List, at the side, what is left to fill. */
export function makeReste(fautes, champs, aller) {
  if (!fautes.length) return [h("h2", "Tout est rempli"), h("p", "Vous pouvez rédiger le projet.")];
  const montrees = fautes.slice(0, FAUTES_MONTREES);
  const autres = fautes.length - montrees.length;
  return [
    h("h2", `Reste à remplir ou à corriger (${fautes.length})`),
    list("ul.liste-fautes", montrees, ({ champ }) => makeLienChamp(champs, champ, aller)),
    autres > 0 && h("p.aide", `et ${count(autres, "autre")}.`),
  ];
}

/** Make the summary that someone meets who asked for the draft too early. */
export function makeSommaire(fautes, champs, aller) {
  if (!fautes.length) return null;
  const titre = `${count(fautes.length, "champ est", "champs sont")} à remplir ou à corriger`;
  return h(
    "div.message.erreur",
    { id: "sommaire-fautes" },
    h("h2.message-titre", titre),
    list("ul", fautes, ({ champ, raison }) => [makeLienChamp(champs, champ, aller), " : ", shorten(raison)]),
  );
}

/** Offer the examples of the template. */
export function makeExemples(exemples, remplir) {
  if (!exemples?.length) return null;
  const choix = h(
    "select.saisie",
    { id: "exemple" },
    exemples.map((e) => h("option", { value: e.code }, e.titre)),
  );
  return h(
    "details.panneau",
    h("summary", "Partir d’un exemple"),
    h("p.aide", "Noms, dates et faits y sont inventés : remplacez-les tous."),
    h(
      "div.ligne",
      h("label", { for: "exemple", class: "hors-ecran" }, "Exemple"),
      choix,
      button("secondaire", "Remplir avec cet exemple", () => remplir(choix.value)),
    ),
  );
}

/** Offer again what was typed in this tab and never reached the server. */
export function makeRetrouvee(copie, reprendre, abandonner) {
  const dit = `Elle a été faite ${sayInstant(copie.le)} et n’avait pas pu être enregistrée.`;
  const choix = [button("secondaire", "La reprendre", reprendre), button("secondaire", "L’abandonner", abandonner)];
  return message("attention", "Une saisie non enregistrée a été retrouvée", dit, h("div.actions", choix));
}

/** Ask which version stands, when the act was changed in two places. */
export function makeConflit(garder, ouvrir) {
  const dit = "Gardez ce qui est saisi ici, ou ouvrez ce qui a été enregistré là-bas.";
  const choix = [
    button("secondaire", "Garder ma saisie", garder),
    button("secondaire", "Ouvrir l’autre version", ouvrir),
  ];
  return message("attention", "Cet acte a été modifié dans une autre fenêtre", dit, h("div.actions", choix));
}

/** Say what the template leaves out. */
export function makeLimites(limites) {
  if (!limites?.length) return null;
  return h(
    "details.panneau",
    h("summary", "Ce que ce modèle ne couvre pas"),
    list("ul", limites, (l) => l),
  );
}
