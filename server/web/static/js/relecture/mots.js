// The words of review: states, roles, persons, what an act of the ledger was.

import { getCompte } from "../api.js";
import { h, verbatim } from "../dom.js";

export const ROLES = {
  relecteur_juridique: "relecture juridique",
  direction: "direction",
  elu: "élu",
  referent_ethique: "référent éthique",
};
export const ETATS = {
  brouillon: "Pas encore envoyé",
  en_relecture: "En relecture",
  renvoye: "Renvoyé pour correction",
  valide: "Validé",
  clos: "Clos",
};
export const ORIGINES = {
  ia: "écrit par le modèle",
  ia_retouchee: "écrit par le modèle, puis retouché",
  indetermine: "d’origine inconnue : à lire comme un texte du modèle",
};
export const DECISIONS = { accepte: "Accepté", corrige: "À corriger", rejete: "Rejeté" };

/** Say where a dossier stands; under review, at which step. */
export function sayEtat({ etat, etape, circuit }) {
  if (etat !== "en_relecture") return ETATS[etat];
  return `${ETATS[etat]} – étape ${etape + 1} sur ${circuit.length} : ${ROLES[circuit[etape]]}`;
}

/** Say in whose place somebody signs off, and why. */
export function sayAuNomDe({ pour, motif }) {
  const nom = `${pour.prenom} ${pour.nom}`;
  return verbatim(motif === "absence" ? `en l’absence de ${nom}` : `par délégation de ${nom}`);
}

/** Name a person; oneself as « vous ». */
export function nameOf(personne) {
  if (personne.id === getCompte().id) return "vous";
  return `${personne.prenom} ${personne.nom}`;
}

/** List who could review a step: whoever has its role and does not carry the act. */
export function listRelecteurs(role, personnes, responsable) {
  return personnes.filter((p) => p.roles.includes(role) && p.id !== responsable);
}

/** Say who will review each step. */
export function makeRelecteurs(circuit, personnes, responsable) {
  return h(
    "ol",
    { class: "relecteurs" },
    circuit.map((role) => {
      const qui = listRelecteurs(role, personnes, responsable)
        .map((p) => `${p.prenom} ${p.nom}`)
        .join(", ou ");
      return h(
        "li",
        {},
        `Étape « ${ROLES[role]} » : `,
        qui
          ? verbatim(qui)
          : h("strong", {}, "personne n’a ce rôle. L’administrateur de Minutier peut le donner."),
      );
    }),
  );
}
