// A list of points: one line each, added, removed and moved without leaving the keyboard.

import { announce, button, fill, h } from "../dom.js";
import { idOf, labelText, makeAide, makeFaute, showFaute } from "./champ.js";
import { makeOutils } from "./outils.js";
import { isVide } from "./saisie.js";

/** Make the field of a list of points; see `makeChamp` for `lieu`. */
export function makePoints(champ, lieu) {
  const id = idOf(lieu.chemin);
  const points = Array.isArray(lieu.valeurs[champ.nom]) ? lieu.valeurs[champ.nom] : [];
  if (!points.length) points.push("");
  lieu.valeurs[champ.nom] = points;
  const liste = h("ol.points");
  const changed = () => lieu.formulaire.changed();

  const render = (cible, quoi = "texte") => {
    fill(
      liste,
      points.map((point, rang) => makeLigne(point, rang)),
    );
    if (cible !== undefined) liste.children[cible]?.querySelector(`.${quoi}`)?.focus();
  };
  const add = (rang, texte = "") => {
    if (points.length >= champ.maximum) return announce(`${champ.maximum} points au plus.`);
    points.splice(rang, 0, texte);
    render(rang);
    changed();
  };
  const remove = (rang) => {
    points.splice(rang, 1);
    if (!points.length) points.push("");
    render(Math.max(0, rang - 1));
    announce(`Point ${rang + 1} retiré.`);
    changed();
  };
  const move = (rang, pas, quoi = pas < 0 ? "monter" : "descendre") => {
    const autre = rang + pas;
    if (autre < 0 || autre >= points.length) return;
    [points[rang], points[autre]] = [points[autre], points[rang]];
    render(autre, quoi);
    if (document.activeElement?.closest("li") !== liste.children[autre])
      liste.children[autre]?.querySelector(".texte")?.focus();
    announce(`Point déplacé en position ${autre + 1} sur ${points.length}.`);
    changed();
  };

  function makeLigne(point, rang) {
    const nom = `Point ${rang + 1}, ${champ.label}`;
    const ligneId = `${id}-${rang}`;
    const texte = h("textarea.saisie.texte", {
      rows: Math.max(1, Math.ceil(point.length / 90)),
      id: ligneId,
      name: `${lieu.chemin}[${rang}]`,
      value: point,
      "aria-label": nom,
      "aria-describedby": `${id}-aide ${ligneId}-faute`,
      autocomplete: "off",
      oninput: () => {
        points[rang] = texte.value.replace(/\n/g, " ");
        texte.rows = Math.max(1, Math.ceil(texte.value.length / 90));
        changed();
      },
      onblur: () => lieu.formulaire.visited(lieu.valeurs, champ.nom),
      onkeydown: (e) => {
        if (e.key === "Enter") {
          e.preventDefault();
          add(rang + 1);
        } else if (e.key === "Backspace" && !texte.value && points.length > 1) {
          e.preventDefault();
          remove(rang);
        } else if (e.altKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
          e.preventDefault();
          move(rang, e.key === "ArrowUp" ? -1 : 1, "texte");
        }
      },
      onpaste: (e) => pasteLignes(e, rang),
    });
    const outils = makeOutils("le point", rang, points.length, { monter: "↑", descendre: "↓" }, { move, remove });
    return h("li", h("div.ligne-point", texte, points.length > 1 ? outils : null), makeFaute(ligneId));
  }

  /** Several lines pasted are several points. */
  function pasteLignes(e, rang) {
    const lignes = (e.clipboardData?.getData("text") ?? "")
      .split(/\r?\n/)
      .map((l) => l.replace(/^\s*[-–•*]\s+/, "").trim())
      .filter(Boolean);
    if (lignes.length < 2) return;
    e.preventDefault();
    const vide = isVide(points[rang]) ? 1 : 0;
    const place = champ.maximum - points.length + vide;
    points.splice(rang + 1 - vide, vide, ...lignes.slice(0, place));
    render(Math.min(rang + lignes.length, points.length) - 1);
    announce(`${Math.min(lignes.length, place)} points ajoutés.`);
    changed();
  }

  const element = h(
    "fieldset.champ.liste-points",
    { id },
    h("legend", labelText(champ)),
    makeAide(champ, id) ?? h("p.aide", { id: `${id}-aide` }, "Un point par ligne."),
    liste,
    button("secondaire", ["Ajouter un point", h("span.hors-ecran", ` : ${champ.label}`)], () => add(points.length)),
    makeFaute(id),
  );
  render();
  lieu.formulaire.register(champ, lieu, element, {
    focus: () => liste.querySelector(".texte")?.focus(),
    show: (raison) => showFaute(id, element, element, raison),
    point: (rang) => pointAt(liste, points, id, rang),
  });
  return element;
}

/** Find the control of the n-th point that is not blank: blank ones are not sent. */
function pointAt(liste, points, id, rang) {
  const place = points.map((point, i) => (isVide(point) ? -1 : i)).filter((i) => i >= 0)[rang];
  const ligne = liste.children[place];
  if (!ligne) return null;
  const texte = ligne.querySelector(".texte");
  return {
    element: ligne,
    focus: () => texte.focus(),
    show: (raison) => showFaute(`${id}-${place}`, ligne, texte, raison),
  };
}
