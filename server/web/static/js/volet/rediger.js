// « Rédiger »: choose a template, or go on with an act that was begun.

import { later } from "../api.js";
import { button, fill, h, list, verbatim } from "../dom.js";
import { sayInstant } from "../formulaire/moments.js";
import { GENRES, count, fold } from "../pages/commun.js";

const RECENTS = 5;
const openSaisie = later(() => import("./projet.js"), "openSaisie");
const showProjet = later(() => import("./projet.js"), "showProjet");

/** Choose a template, or go on with an act that was begun; `avance` may have been asked for before. */
export async function showRediger(volet, avance) {
  const [{ modeles }, { elements }] = (await avance?.catch(() => null)) ?? (await volet.fetchActes());
  const liste = h("ul.modeles");
  const bilan = h("p.bilan", { role: "status" });
  const chercher = h("input.saisie", { type: "search", id: "chercher", autocomplete: "off" });
  const render = () => {
    const mots = fold(chercher.value).split(/\s+/).filter(Boolean);
    const trouves = modeles
      .filter((m) => mots.every((mot) => fold(`${m.titre} ${m.resume} ${GENRES[m.genre]}`).includes(mot)))
      .sort((a, b) => Number(b.favori) - Number(a.favori) || a.titre.localeCompare(b.titre, "fr"));
    fill(bilan, trouves.length ? count(trouves.length, "modèle") : "Aucun modèle ne correspond.");
    fill(
      liste,
      trouves.map((m) => makeChoix(m.titre, m.resume, () => volet.show(() => openSaisie(volet, { code: m.code })))),
    );
  };
  chercher.addEventListener("input", render);
  render();
  return {
    titre: "Rédiger un acte",
    contenu: [
      h("h1", "Quel acte rédigez-vous ?"),
      h("div.champ", h("label", { for: "chercher" }, "Chercher un modèle"), chercher),
      bilan,
      liste,
      elements.length > 0 && makeRecents(volet, elements.slice(0, RECENTS)),
    ],
  };
}

function makeChoix(nom, aide, choisir) {
  return h("li.modele", button("discret", nom, choisir), h("p.aide", aide));
}

function makeRecents(volet, brouillons) {
  return [
    h("h2", "Reprendre un acte commencé"),
    list("ul.modeles", brouillons, (un) => {
      const etat = un.etat === "redige" ? "Rédigé" : "En cours de saisie";
      const nom = verbatim(un.titre || GENRES[un.genre] || "Projet");
      return makeChoix(nom, `${etat}, modifié ${sayInstant(un.modifie_le)}`, () =>
        volet.show(() => showProjet(volet, un.id)),
      );
    }),
  ];
}
