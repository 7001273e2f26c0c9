// Keep, in this tab only, what the server has not yet confirmed. sessionStorage ends with the tab: on a shared machine
// nothing of an act stays behind, and signing out empties it.

const PREFIXE = "minutier.";

/** Give the name under which a value is kept. */
export function keyOf(compte, nom) {
  return `${PREFIXE}${compte}.${nom}`;
}

/** A store that is full or forbidden costs the copy, never the page. */
function tryStore(faire) {
  try {
    return faire(sessionStorage);
  } catch {
    return null;
  }
}

export function keep(compte, nom, valeur) {
  tryStore((lieu) => lieu.setItem(keyOf(compte, nom), JSON.stringify(valeur)));
}

export function find(compte, nom) {
  return tryStore((lieu) => JSON.parse(lieu.getItem(keyOf(compte, nom))));
}

export function drop(compte, nom) {
  tryStore((lieu) => lieu.removeItem(keyOf(compte, nom)));
}

/** Forget everything: whoever uses this tab next is someone else. */
export function dropAll() {
  tryStore((lieu) => {
    for (const cle of Object.keys(lieu)) if (cle.startsWith(PREFIXE)) lieu.removeItem(cle);
  });
}
