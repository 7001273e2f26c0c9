// « Rédiger »: choose a template, or go on with an act that was begun.

import { later } from "../api.js";
import { button, fill, focusOn, h, message } from "../dom.js";
import { GENRES, count, fold } from "../pages/commun.js";
import { sayErreur } from "./gestes.js";

const openSaisie = later(() => import("./projet.js"), "openSaisie");
const makeRecents = later(() => import("./recents.js"), "makeRecents");

/** Choose a template, or go on with an act that was begun; `avance` may have been asked for before. */
export async function showRediger(volet, avance) {
  const { modeles } = (await avance?.catch(() => null)) ?? (await volet.fetchModeles());
  const liste = h("ul.modeles");
  const bilan = h("p.bilan", { role: "status" });
  const chercher = h("input.saisie", { type: "search", id: "chercher", autocomplete: "off" });
  const recents = h("div");
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
      recents,
    ],
    // They stand below the templates, which are painted first.
    apres: () => requestAnimationFrame(() => setTimeout(() => showRecents(volet, recents))),
  };
}

async function showRecents(volet, zone) {
  if (!zone.isConnected) return;
  try {
    fill(zone, await makeRecents(volet));
  } catch (erreur) {
    const encore = button("discret", "Réessayer", async () => {
      encore.disabled = true;
      await showRecents(volet, zone);
      focusOn(zone.querySelector("h2, .message") ?? document.querySelector("h1"));
    });
    fill(zone, message("erreur", "Les actes commencés manquent", sayErreur(erreur), encore));
  }
}

/** Make what can be chosen in a list: its name, which opens it, and a line of help. */
export function makeChoix(nom, aide, choisir) {
  return h("li.modele", button("discret", nom, choisir), h("p.aide", aide));
}
