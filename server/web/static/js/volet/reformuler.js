// « Reformuler »: the words that are selected, said otherwise; before and after are shown, then Word follows the change.

import { call } from "../api.js";
import { announce, button, fill, h, message, verbatim } from "../dom.js";
import { findGenre } from "./document.js";
import { acceptSansSuivi, act, sayRemplace } from "./gestes.js";
import { readSelection, releaseSelection, replaceSelection } from "./texte.js";
import { RefusDeWord } from "./word.js";

const ACTIONS = {
  clair: "Plus clair",
  court: "Plus court",
  courtois: "Plus courtois",
  corriger: "Corriger",
  considerants: "Mettre en considérants",
  developper: "Développer ces points",
};
const PARAGRAPHES_MAX = 20;
const CARACTERES_MAX = 4000;
/** Bytes. An act that is longer is not sent: the facts of the selection alone are then known. */
const ACTE_MAX = 200_000;

export function showReformuler() {
  const vue = new Reformulation();
  return { titre: "Reformuler", contenu: vue.contenu, quitter: () => vue.forget() };
}

class Reformulation {
  constructor() {
    this.selection = null;
    this.demande = null;
    this.resultat = h("section", { "aria-label": "Proposition" });
    this.boutons = Object.entries(ACTIONS).map(([action, mots]) => {
      const bouton = button("secondaire", mots, () =>
        act(bouton, this.resultat, "Rien n’est reformulé", () => this.ask(action)),
      );
      return bouton;
    });
    this.contenu = [
      h("h1", {}, "Reformuler la sélection"),
      h(
        "p",
        { class: "aide" },
        "Sélectionnez du texte dans le document, puis choisissez. Aucun fait n’est ajouté : ni date, ni montant, ni nom. Vous comparez avant d’appliquer.",
      ),
      h("div", { class: "actions", role: "group", "aria-label": "Que faire de la sélection" }, this.boutons),
      this.resultat,
    ];
  }

  /** Ask for other words; gives what to show, nothing when somebody stopped it. */
  async ask(action) {
    await this.forget();
    this.selection = await readSelection();
    const { paragraphes } = this.selection;
    if (paragraphes.length > PARAGRAPHES_MAX || paragraphes.some((un) => un.length > CARACTERES_MAX))
      throw new RefusDeWord("La sélection est trop longue : 20 paragraphes au plus, de 4 000 caractères chacun.");
    this.demande = new AbortController();
    const stop = button("secondaire", "Arrêter", () => this.demande?.abort());
    fill(this.resultat, h("p", {}, "Reformulation en cours… "), stop);
    announce("Reformulation en cours.");
    for (const bouton of this.boutons) bouton.disabled = true;
    stop.focus();
    try {
      return this.makeProposition(await this.send(action));
    } catch (erreur) {
      if (erreur.name === "AbortError") return message("info", "", h("p", {}, "Arrêté : rien n’a changé."));
      if ([404, 405].includes(erreur.statut))
        throw new RefusDeWord("Le serveur est d’une version qui ne reformule pas encore : prévenez le service informatique.");
      throw erreur;
    } finally {
      this.demande = null;
      for (const bouton of this.boutons) bouton.disabled = false;
    }
  }

  async send(action) {
    const { paragraphes, acte } = this.selection;
    const corps = {
      action,
      paragraphes: paragraphes.map((un) => un.trim()),
      genre: await findGenre(),
      acte: new TextEncoder().encode(acte).length <= ACTE_MAX ? acte : "",
    };
    return call("POST", "/api/reformulations", { corps, signal: this.demande.signal });
  }

  makeProposition({ action, redacteur, paragraphes }) {
    const change = paragraphes.some((un) => un.etat === "reformule");
    const ia = redacteur !== "aucun";
    const zone = h("div");
    const appliquer = button("principal", "Appliquer", () => this.apply(appliquer, zone, ia, paragraphes));
    const laisser = button("secondaire", "Ne rien changer", async () => {
      await this.forget();
      fill(this.resultat);
      this.boutons[0].focus();
    });
    return [
      h("h2", {}, `Proposition : ${ACTIONS[action].toLowerCase()}`),
      ia && h("p", { class: "aide" }, "Le modèle a écrit ces phrases : relisez-les mot à mot."),
      h("ol", { class: "relecteurs" }, paragraphes.map(makeParagraphe)),
      change ? h("div", { class: "actions" }, appliquer, laisser) : h("p", {}, "Le texte reste tel qu’il est."),
      zone,
    ];
  }

  async apply(bouton, zone, ia, paragraphes) {
    if (!(await acceptSansSuivi())) return;
    const textes = paragraphes.map((un) => (un.etat === "reformule" ? un.apres : null));
    await act(bouton, zone, "Rien n’est remplacé", async () => {
      await replaceSelection(this.selection, textes, ia);
      fill(this.resultat, zone);
      await this.forget();
      return message("reussite", "Le texte est remplacé", h("p", {}, sayRemplace()));
    });
  }

  /** Stop what is asked, and let Word forget the selection that it holds for us. */
  async forget() {
    this.demande?.abort();
    const { selection } = this;
    this.selection = null;
    // A document that is closed holds nothing any more.
    if (selection) await releaseSelection(selection).catch(() => {});
  }
}

function makeParagraphe({ avant, apres, etat, motifs }) {
  return h(
    "li",
    { class: "remarque" },
    h("p", { class: "dit" }, "Avant : ", etat === "reformule" ? h("del", {}, verbatim(avant)) : verbatim(avant)),
    etat === "reformule"
      ? h("p", { class: "dit" }, "Après : ", h("ins", {}, verbatim(apres)))
      : h("p", {}, h("strong", {}, etat === "refuse" ? "Proposition refusée par le contrôle." : "Rien à changer.")),
    motifs.length > 0 &&
      h(
        "ul",
        {},
        motifs.map((motif) => h("li", {}, verbatim(motif))),
      ),
  );
}
