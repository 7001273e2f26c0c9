// « Rédiger », once the act is chosen: fill its form, watch it being written, hand it to Word.

import { call, getCompte, readProbleme, send } from "../api.js";
import { announce, button, fill, h, message, verbatim } from "../dom.js";
import { count } from "../pages/commun.js";
import { makeConstats } from "../pages/constats.js";
import { findRedaction } from "../pages/redactions.js";
import { PageSaisie, showSaisie } from "../pages/saisie.js";
import { makeSuivi } from "../pages/suivi.js";
import { act } from "./gestes.js";
import { makePassages } from "./ooxml.js";
import { showRediger } from "./rediger.js";
import { insertHere, openDocument } from "./word.js";

/** The form of the page, in the pane: nothing here touches the address, which is Office’s. */
export function openSaisie(volet, quoi) {
  class SaisieDuVolet extends PageSaisie {
    renderEtapes() {
      const tous = button("discret", "← Tous les modèles", () => volet.show(() => showRediger(volet)));
      fill(this.zones.etapes, tous);
    }

    created() {
      announce("L’acte est enregistré : vous le retrouverez dans « Rédiger ».");
    }

    leave() {
      volet.show(() => showProjet(volet, this.enregistrement.id));
    }
  }
  return showSaisie(quoi, SaisieDuVolet);
}

/** Watch the act being written, then hand it to Word; where nothing is written yet, go on with its form. */
export async function showProjet(volet, id) {
  const brouillon = await call("GET", `/api/brouillons/${id}`);
  const zone = h("div");
  const titre = brouillon.titre || "Projet";
  const enCours = findRedaction(id, brouillon);
  if (!enCours && !brouillon.acte) return openSaisie(volet, { id });
  const stopped = (probleme) =>
    fill(
      zone,
      message(
        probleme ? "attention" : "info",
        probleme ? "La rédaction s’est interrompue" : "Rédaction arrêtée",
        h("p", probleme?.detail || "Rien n’a changé dans l’acte.", " Votre saisie est enregistrée."),
        button("principal", "Revenir à la saisie", () => volet.show(() => openSaisie(volet, { id }))),
      ),
    );
  const suivi =
    enCours &&
    makeSuivi(brouillon, enCours, {
      surFin: () => {
        announce("Le projet est rédigé.");
        volet.show(() => showProjet(volet, id));
      },
      surArret: stopped,
    });
  fill(zone, suivi ? suivi.element : makeProjet(volet, brouillon));
  return {
    titre,
    contenu: [h("h1.titre-acte", verbatim(titre)), zone],
    apres: () => suivi?.start(),
    quitter: () => suivi?.quitter(),
  };
}

function makeProjet(volet, brouillon) {
  const { id, passages, constats, perime } = brouillon;
  const saisie = button("secondaire", "Revoir la saisie", () => volet.show(() => openSaisie(volet, { id })));
  const etat = h("div", { role: "status" });
  const hand = (bouton, faire, dit) =>
    act(bouton, etat, "", async () => {
      return message("reussite", "", dit, await faire());
    });
  const ouvrir = button("principal", "Ouvrir dans un nouveau document", () =>
    hand(ouvrir, () => openFichier(id), "L’acte est ouvert dans une autre fenêtre de Word. Relisez-le."),
  );
  const inserer = button("secondaire", "Insérer ici les passages", () =>
    hand(inserer, () => insertPassages(passages), "Les passages sont au curseur. « Annuler » de Word les retire."),
  );
  return [
    perime && message("attention", "La saisie a changé depuis la rédaction", "Revoyez-la et rédigez à nouveau."),
    makeBilan(passages),
    h("div.actions", ouvrir, passages.length > 0 && inserer, saisie),
    etat,
    makeConstats(constats, { has: () => false }),
    constats.length > 0 && h("p.aide", "Dans le document ouvert, « Contrôler » montre l’endroit de chaque constat."),
  ];
}

/** Say in one line what the model wrote, and that somebody must review it. */
function makeBilan(passages) {
  const ia = passages.filter((p) => p.origine.startsWith("ia")).length;
  const dit = ia
    ? `Le modèle a écrit ${count(ia, "passage")} : relisez mot à mot.`
    : "Le modèle n’a rien écrit : le texte reprend vos mots.";
  return h("p.bilan-projet", h("strong", dit), " Une personne doit relire l’acte avant la signature.");
}

async function openFichier(id) {
  const reponse = await send("GET", `/api/brouillons/${id}/fichiers/docx`);
  if (!reponse.ok) throw await readProbleme(reponse);
  await openDocument(await reponse.arrayBuffer());
  return `Projet de ${getCompte().prenom} ${getCompte().nom} : il porte la mention PROJET.`;
}

async function insertPassages(passages) {
  const suivi = await insertHere(makePassages(passages));
  return suivi
    ? "Le suivi des modifications est actif : acceptez ou refusez ces passages avant le visa."
    : suivi === null && "Si le suivi des modifications est actif, acceptez ou refusez ces passages avant le visa.";
}
