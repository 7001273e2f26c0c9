// Links of the page: to one of its screens, to a place of the screen that is shown.

import { focusOn, h } from "./dom.js";

/** Make a link to a screen of the page ("acte/12"). */
export function lien(route, texte, attributs = {}) {
  return h("a", { href: `#/${route}`, ...attributs }, texte);
}

/** Go to a screen, unless somebody left `depart`, the address where it was asked for. */
export function goTo(route, depart) {
  if (location.hash === depart) location.hash = `#/${route}`;
}

/** Make a link that moves the focus inside the page, without touching its address. */
export function saut(texte, find, attributs = {}) {
  return h(
    "a",
    {
      href: "#contenu",
      ...attributs,
      onclick: (evenement) => {
        evenement.preventDefault();
        focusOn(find());
      },
    },
    texte,
  );
}
