// Who reviews, and in whose place; what they say of a passage.

import { h, verbatim } from "../dom.js";
import { ROLES } from "./mots.js";

export const ORIGINES = {
  ia: "écrit par le modèle",
  ia_retouchee: "écrit par le modèle, puis retouché",
  indetermine: "d’origine inconnue : à lire comme un texte du modèle",
};
export const DECISIONS = { accepte: "Accepté", corrige: "À corriger", rejete: "Rejeté" };

/** Say in whose place somebody signs off, and why. */
export function sayAuNomDe({ pour, motif }) {
  const nom = `${pour.prenom} ${pour.nom}`;
  return verbatim(motif === "absence" ? `en l’absence de ${nom}` : `par délégation de ${nom}`);
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
