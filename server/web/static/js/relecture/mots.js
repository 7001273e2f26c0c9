// The words of review: states, roles, persons.

import { getCompte } from "../api.js";

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
/** Say where a dossier stands; under review, at which step. */
export function sayEtat({ etat, etape, circuit }) {
  if (etat !== "en_relecture") return ETATS[etat];
  return `${ETATS[etat]} – étape ${etape + 1} sur ${circuit.length} : ${ROLES[circuit[etape]]}`;
}

/** Name a person; oneself as « vous ». */
export function nameOf(personne) {
  if (personne.id === getCompte().id) return "vous";
  return `${personne.prenom} ${personne.nom}`;
}
