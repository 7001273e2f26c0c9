// Fields made of fields: a bloc stands once, a groupe as often as needed.

import { announce, button, fill, h } from "../dom.js";
import { idOf, labelText, makeAide, makeFaute, showFaute } from "./champ.js";
import { makeOutils } from "./outils.js";
import { isVide } from "./saisie.js";

/** Make a bloc; `makeChamps` makes the fields of a level. */
export function makeBloc(champ, lieu, makeChamps) {
  const id = idOf(lieu.chemin);
  const valeurs = asObject(lieu.valeurs[champ.nom]);
  lieu.valeurs[champ.nom] = valeurs;
  const element = h(
    "fieldset.champ.bloc",
    { id, "aria-describedby": `${id}-faute` },
    h("legend", labelText(champ)),
    makeAide(champ, id),
    h("div.cote-a-cote", makeChamps(champ.champs, { ...lieu, valeurs, dessus: lieu.niveaux })),
    makeFaute(id),
  );
  registerCompose(champ, lieu, id, element);
  return element;
}

function asObject(valeur) {
  return valeur && typeof valeur === "object" && !Array.isArray(valeur) ? valeur : {};
}

function registerCompose(champ, lieu, id, element) {
  lieu.formulaire.register(champ, lieu, element, {
    focus: () => element.querySelector("input,select,textarea,button")?.focus(),
    show: (raison) => showFaute(id, element, element, raison),
  });
}

/** Make a groupe: its items, each with its number and its name, and what adds, moves and removes them. */
export function makeGroupe(champ, lieu, makeChamps) {
  const id = idOf(lieu.chemin);
  const elements = Array.isArray(lieu.valeurs[champ.nom]) ? lieu.valeurs[champ.nom] : [];
  if (!elements.length && champ.obligatoire) elements.push({});
  lieu.valeurs[champ.nom] = elements;
  const liste = h("ol.elements");
  const retrait = h("div.retrait", { role: "status" });
  const changed = () => lieu.formulaire.changed();
  const titre = h("legend", labelText(champ));
  const ajouter = button("secondaire", "", () => add());

  const render = () => {
    lieu.formulaire.forget(`${lieu.chemin}[`);
    fill(
      liste,
      elements.map((valeurs, rang) => makeElement(valeurs, rang)),
    );
    fill(
      ajouter,
      elements.length ? "Ajouter un autre élément" : "Ajouter un élément",
      h("span.hors-ecran", ` : ${champ.label}`),
    );
    ajouter.hidden = elements.length >= champ.maximum;
  };
  const focusElement = (rang, quoi) => {
    const cible = liste.children[rang];
    (cible?.querySelector(quoi) ?? cible?.querySelector("input,select,textarea") ?? ajouter).focus();
  };
  const add = () => {
    elements.push({});
    render();
    focusElement(elements.length - 1, "input,select,textarea");
    announce(`Élément ${elements.length} ajouté.`);
    changed();
  };
  const remove = (rang) => {
    const [retire] = elements.splice(rang, 1);
    render();
    offerBack(retire, rang);
    focusElement(Math.min(rang, elements.length - 1), ".retirer");
    changed();
  };
  const offerBack = (retire, rang) => {
    if (isVide(retire)) {
      fill(retrait);
      return;
    }
    fill(
      retrait,
      `« ${nameOf(champ, retire) || `élément ${rang + 1}`} » est retiré. `,
      button("discret", "Rétablir", () => {
        elements.splice(rang, 0, retire);
        fill(retrait);
        render();
        focusElement(rang, "input,select,textarea");
        changed();
      }),
    );
  };
  const move = (rang, pas) => {
    const [deplace] = elements.splice(rang, 1);
    elements.splice(rang + pas, 0, deplace);
    render();
    focusElement(rang + pas, pas < 0 ? ".monter:enabled" : ".descendre:enabled");
    announce(`Déplacé en position ${rang + pas + 1} sur ${elements.length}.`);
    changed();
  };

  function makeElement(valeurs, rang) {
    const nom = h("span.nom-element");
    const sous = {
      ...lieu,
      valeurs,
      chemin: `${lieu.chemin}[${rang}]`,
      dessus: lieu.niveaux,
      repete: true,
    };
    const rename = () => fill(nom, nameOf(champ, valeurs) ? ` – ${nameOf(champ, valeurs)}` : "");
    rename();
    const outils = makeOutils("l’élément", rang, elements.length, {}, { move, remove });
    const cadre = h(
      "fieldset.element",
      { id: `${id}-${rang}`, oninput: rename },
      h("legend", h("span.hors-ecran", `${champ.label} `), `N° ${rang + 1}`, nom),
      outils,
      h("div.cote-a-cote", makeChamps(champ.champs, sous)),
      makeFaute(`${id}-${rang}`),
    );
    registerCompose(champ, sous, `${id}-${rang}`, cadre);
    return h("li", cadre);
  }

  const element = h(
    "fieldset.champ.groupe",
    { id },
    titre,
    makeAide(champ, id),
    liste,
    retrait,
    ajouter,
    makeFaute(id),
  );
  render();
  registerCompose(champ, lieu, id, element);
  return element;
}

/** Name an item by its first text, as people would. */
function nameOf(champ, valeurs) {
  const premiers = champ.champs.filter((c) => c.type === "phrase").slice(0, 3);
  const personne = premiers.find((c) => c.nom === "prenom") ? ["prenom", "nom"] : [premiers[0]?.nom];
  const nom = personne
    .map((cle) => valeurs?.[cle])
    .filter((v) => typeof v === "string" && v.trim())
    .join(" ");
  return nom.length > 60 ? `${nom.slice(0, 59)}…` : nom;
}
