// « Reprendre un acte commencé »: the last acts of « Rédiger ».

import { call, later } from "../api.js";
import { h, list, verbatim } from "../dom.js";
import { sayInstant } from "../formulaire/moments.js";
import { GENRES } from "../pages/commun.js";
import { makeChoix } from "./rediger.js";

const RECENTS = 5;
const showProjet = later(() => import("./projet.js"), "showProjet");

/** Make the list of the last acts that were begun, under its title; nothing when there is none. */
export async function makeRecents(volet) {
  const { elements } = await call("GET", "/api/brouillons");
  const liste = list("ul.modeles", elements.slice(0, RECENTS), (un) => {
    const etat = un.etat === "redige" ? "Rédigé" : "En cours de saisie";
    const nom = verbatim(un.titre || GENRES[un.genre] || "Projet");
    return makeChoix(nom, `${etat}, modifié ${sayInstant(un.modifie_le)}`, () =>
      volet.show(() => showProjet(volet, un.id)),
    );
  });
  return elements.length ? [h("h2", "Reprendre un acte commencé"), liste] : [];
}
