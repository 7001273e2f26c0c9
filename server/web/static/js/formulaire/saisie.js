// What is typed, as the API takes it: only the fields that are asked, nothing blank.

/** Give an item with nothing typed. */
export function makeVide(champ) {
  if (champ.type === "groupe" || champ.type === "points") return [];
  return champ.type === "bloc" ? {} : undefined;
}

/** Tell whether a value counts as not given. */
export function isVide(valeur) {
  if (valeur === undefined || valeur === null) return true;
  if (typeof valeur === "string") return valeur.trim() === "";
  if (Array.isArray(valeur)) return valeur.every(isVide);
  return typeof valeur === "object" && Object.values(valeur).every(isVide);
}

/**
 * Tell whether a field is asked: each condition is on a sibling, else on a field of a level above.
 * @param {import("./schema.js").Champ} champ
 * @param {{champs: import("./schema.js").Champ[], valeurs: object}[]} niveaux innermost first
 */
export function isAsked(champ, niveaux) {
  return Object.entries(champ.si).every(([nom, attendues]) => {
    const rang = niveaux.findIndex((n) => n.champs.some((autre) => autre.nom === nom));
    if (rang < 0) return false;
    const autre = niveaux[rang].champs.find((c) => c.nom === nom);
    if (!isAsked(autre, niveaux.slice(rang))) return false;
    const donnee = niveaux[rang].valeurs?.[nom];
    return attendues.includes(readOuiNon(autre, isVide(donnee) ? autre.defaut : donnee));
  });
}

/** Examples and old drafts may hold « oui » where a form holds true. */
export function readOuiNon(champ, valeur) {
  if (champ.type !== "oui_non" || typeof valeur !== "string") return valeur;
  return { oui: true, true: true, non: false, false: false }[valeur.trim().toLowerCase()] ?? valeur;
}

/** Give what is sent: what is no longer asked stays in the page, for whoever changes their mind. */
export function collect(champs, valeurs, dessus = []) {
  const niveaux = [{ champs, valeurs }, ...dessus];
  const saisie = {};
  for (const champ of champs) {
    const valeur = valeurs?.[champ.nom];
    if (isVide(valeur) || !isAsked(champ, niveaux)) continue;
    saisie[champ.nom] = collectValeur(champ, valeur, niveaux);
  }
  return saisie;
}

function collectValeur(champ, valeur, niveaux) {
  if (champ.type === "points" && Array.isArray(valeur)) return valeur.filter((point) => !isVide(point));
  if (champ.type === "groupe" && Array.isArray(valeur)) return valeur.map((e) => collect(champ.champs, e, niveaux));
  if (champ.type === "bloc") return collect(champ.champs, valeur, niveaux);
  return valeur;
}

/** List the dates of a saisie: path, label, value. */
export function listDates(champs, valeurs, chemin = "", lieu = "") {
  return champs.flatMap((champ) => {
    const valeur = valeurs?.[champ.nom];
    const place = chemin ? `${chemin}.${champ.nom}` : champ.nom;
    const label = lieu ? `${lieu} – ${champ.label}` : champ.label;
    if (isVide(valeur)) return [];
    if (champ.type === "date") return [{ champ: place, label, valeur }];
    if (champ.type === "bloc") return listDates(champ.champs, valeur, place, label);
    if (champ.type !== "groupe" || !Array.isArray(valeur)) return [];
    return valeur.flatMap((element, rang) =>
      listDates(champ.champs, element, `${place}[${rang}]`, `${label} ${rang + 1}`),
    );
  });
}

/** Split "voies[2].sens" into ["voies", 2, "sens"]. */
export function splitChemin(chemin) {
  return [...chemin.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, nom, rang]) => nom ?? Number(rang));
}

/** Set the value at a path that exists. */
export function setAt(valeurs, chemin, valeur) {
  const pas = splitChemin(chemin);
  const dernier = pas.pop();
  const parent = pas.reduce((objet, cle) => objet?.[cle], valeurs);
  if (parent && dernier !== undefined) parent[dernier] = valeur;
}

/** Say in words where a path leads: « Voies et mesures 3, Sens ». */
export function labelOf(champs, chemin) {
  const noms = [];
  let liste = champs;
  for (const pas of splitChemin(chemin)) {
    if (typeof pas === "number") {
      noms[noms.length - 1] += ` ${pas + 1}`;
      continue;
    }
    const champ = liste.find((c) => c.nom === pas);
    if (!champ) return noms.join(", ") || chemin;
    noms.push(champ.label);
    liste = champ.champs;
  }
  return noms.join(", ");
}
