// The words that several screens share: genres, numbers, what is searched.

export const GENRES = { arrete: "Arrêté", deliberation: "Délibération", courrier: "Courrier", note: "Note" };

export const GENRES_PLURIEL = {
  arrete: "Arrêtés",
  deliberation: "Délibérations",
  courrier: "Courriers",
  note: "Notes",
};

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
