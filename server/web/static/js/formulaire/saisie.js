// What is typed, as the API takes it: only the fields that are asked, nothing blank.

/** Tell whether a value counts as not given. */
export function isVide(valeur) {
  if (valeur === undefined || valeur === null) return true;
  if (typeof valeur === "string") return valeur.trim() === "";
  if (Array.isArray(valeur)) return valeur.every(isVide);
  return typeof valeur === "object" && Object.values(valeur).every(isVide);
}

/** Tell whether a field is asked: each condition is on a sibling, else on a field of a level above; `niveaux` begin with its own. */
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

/** Split "voies[2].sens" into ["voies", 2, "sens"]. */
function splitChemin(chemin) {
  return [...chemin.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, nom, rang]) => nom ?? Number(rang));
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
