// The tools of an item of a list: up, down, away.

import { button, h } from "../dom.js";

/** Make them for the item at `rang` of `combien`; `quoi` names it ("le point"), `mots` are those on the buttons. */
export function makeOutils(quoi, rang, combien, mots, { move, remove }) {
  const outil = (sorte, nom, faire, ferme) =>
    button(`discret ${sorte}`, mots[sorte] ?? nom, faire, {
      disabled: ferme,
      "aria-label": `${nom} ${quoi} ${rang + 1}`,
    });
  return h(
    "div.outils",
    outil("monter", "Monter", () => move(rang, -1), rang === 0),
    outil("descendre", "Descendre", () => move(rang, 1), rang === combien - 1),
    outil("retirer", "Retirer", () => remove(rang), false),
  );
}
