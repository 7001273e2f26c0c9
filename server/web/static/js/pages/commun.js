// The words that several screens share: genres, numbers, what is searched; the schemas that were fetched.

import { call } from "../api.js";

export const GENRES = { arrete: "Arrêté", deliberation: "Délibération", courrier: "Courrier", note: "Note" };

/** Write a text as it is searched: no accents, no capitals. */
export function fold(texte) {
  return texte
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[’']/g, " ")
    .toLowerCase();
}

/** Give a word with its number: « 1 constat », « 3 constats ». */
export function count(nombre, mot, pluriel = `${mot}s`) {
  return `${nombre}\u00a0${nombre > 1 ? pluriel : mot}`;
}

const schemas = new Map();

/** Fetch the schema of a template, as it is now. */
export async function fetchSchema(code) {
  schemas.set(code, await call("GET", `/api/modeles/${code}/schema`));
  return schemas.get(code);
}

/** Give the schema of a template as this page last saw it: enough to name its fields. */
export function recallSchema(code) {
  return schemas.get(code) ?? fetchSchema(code);
}
