// Keep, in this tab only, what the server has not yet confirmed. sessionStorage ends with the tab: on a shared machine
// nothing of an act stays behind, and signing out empties it.

const PREFIXE = "minutier.";

/** Give the name under which a value is kept. */
export function keyOf(compte, nom) {
  return `${PREFIXE}${compte}.${nom}`;
}

/** Keep a value for an account; a full or forbidden store costs the copy, never the page. */
export function keep(compte, nom, valeur) {
  try {
    sessionStorage.setItem(keyOf(compte, nom), JSON.stringify(valeur));
  } catch {
    /* no copy */
  }
}

export function find(compte, nom) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(compte, nom)) ?? "null");
  } catch {
    return null;
  }
}

export function drop(compte, nom) {
  try {
    sessionStorage.removeItem(keyOf(compte, nom));
  } catch {
    /* nothing was kept */
  }
}

/** Forget everything: whoever uses this tab next is someone else. */
export function dropAll() {
  try {
    for (const cle of Object.keys(sessionStorage)) if (cle.startsWith(PREFIXE)) sessionStorage.removeItem(cle);
  } catch {
    /* nothing was kept */
  }
}
