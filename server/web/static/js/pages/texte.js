// The draft: its text with what the model wrote marked, the findings beside it, the passages to correct.

import { call, explain } from "../api.js";
import { announce, button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { lien, saut } from "../liens.js";
import { entrust, fetchBrouillon, makeEtapes, makePerime } from "./acte.js";
import { count } from "./commun.js";
import { makeBlocs } from "./blocs.js";
import { makeConstats } from "./constats.js";
import { askGarder, findRedaction, startAt, startRedaction } from "./redactions.js";
import { makeSuivi } from "./suivi.js";

export async function showTexte(id) {
  const brouillon = await fetchBrouillon(id);
  const page = new PageTexte(id, brouillon);
  return {
    titre: page.brouillon.titre || "Projet",
    contenu: page.element,
    apres: () => page.start(),
    quitter: () => page.suivi?.quitter(),
  };
}

class PageTexte {
  constructor(id, brouillon) {
    this.id = id;
    this.brouillon = brouillon;
    this.zone = h("div");
    this.alerte = h("div", { role: "alert" });
    this.etapes = h("div");
    this.titre = h("h1", { class: "titre-acte", tabindex: "-1" });
    this.element = [this.etapes, this.titre, this.alerte, this.zone];
    this.renderTete();
  }

  renderTete() {
    fill(this.etapes, makeEtapes(this.id, "texte", Boolean(this.brouillon.acte)));
    fill(this.titre, verbatim(this.brouillon.titre || "Projet"));
  }

  start() {
    const enCours = findRedaction(this.id, this.brouillon);
    if (enCours) this.watch(enCours);
    else this.render();
  }

  async reload() {
    this.brouillon = await call("GET", `/api/brouillons/${this.id}`);
    this.renderTete();
    this.render();
  }

  /** Do something to the act, then show it again; a refusal is said and changes nothing. */
  async act(action, dit, focus) {
    fill(this.alerte);
    try {
      await action();
      await this.reload();
      announce(dit);
      focusOn(focus?.() ?? this.titre);
    } catch (erreur) {
      fill(this.alerte, message("erreur", "", h("p", {}, explain(erreur))));
      // Someone else changed the act: show it as it is now, so that the next try is on the right one.
      if (erreur.statut === 409) await this.reload().catch(() => {});
    }
  }

  watch(enCours) {
    const fini = "Le projet est rédigé. Relisez-le.";
    this.suivi = makeSuivi(this.brouillon, enCours, {
      surFin: () =>
        this.act(
          async () => {},
          fini,
          () => this.passageOf(enCours.passage) ?? this.titre,
        ),
      surArret: (probleme) => this.stopped(probleme, enCours),
    });
    fill(this.zone, this.suivi.element);
    this.suivi.start();
    focusOn(this.zone.querySelector("h2"));
  }

  passageOf(nom) {
    return nom ? this.zone.querySelector(`[data-passage="${CSS.escape(nom)}"]`) : null;
  }

  async stopped(probleme, enCours) {
    await this.reload().catch(() => this.render());
    const texte =
      probleme === null
        ? "Vous avez arrêté la rédaction. Rien n’a changé dans l’acte."
        : probleme.detail || "La rédaction s’est interrompue.";
    fill(
      this.alerte,
      message(
        probleme === null ? "info" : "attention",
        probleme === null ? "Rédaction arrêtée" : "La rédaction s’est interrompue",
        h("p", {}, texte, probleme === null ? "" : " Votre saisie est enregistrée."),
        h(
          "div",
          { class: "actions" },
          button("principal", "Demander de nouveau la rédaction", () =>
            enCours.passage ? this.redraft(enCours.passage) : this.draft(),
          ),
        ),
      ),
    );
    focusOn(this.alerte.querySelector(".message"));
  }

  async draft() {
    const garder = await askGarder(this.brouillon.passages);
    if (garder !== null) await this.launch(() => startRedaction(this.id, this.brouillon.revision, { garder }));
  }

  redraft(nom) {
    const { revision } = this.brouillon;
    return this.launch(() => startAt(this.id, `/api/brouillons/${this.id}/passages/${nom}/redaction`, { revision }, nom));
  }

  async launch(start) {
    fill(this.alerte);
    try {
      await start();
      this.watch(findRedaction(this.id));
    } catch (erreur) {
      fill(
        this.alerte,
        message(
          "erreur",
          "La rédaction n’a pas commencé",
          h("p", {}, explain(erreur)),
          erreur.fautes?.length ? lien(`acte/${this.id}`, "Compléter la saisie") : null,
        ),
      );
      if (erreur.statut === 409) await this.reload().catch(() => {});
    }
  }

  render() {
    const { brouillon, id } = this;
    if (!brouillon.acte) {
      fill(
        this.zone,
        message(
          "info",
          "Ce projet n’est pas encore rédigé",
          h("p", {}, "Complétez la saisie, puis demandez la rédaction."),
          h(
            "div",
            { class: "actions" },
            button("principal", "Rédiger le projet", () => this.draft()),
            lien(`acte/${id}`, "Revenir à la saisie", { class: "bouton secondaire" }),
          ),
        ),
      );
      return;
    }
    const places = makeBlocs(brouillon, {
      modifier: (nom, paragraphes) =>
        this.act(
          () => this.putPassage(nom, { paragraphes }),
          "Passage enregistré.",
          () => this.passageOf(nom),
        ),
      refaire: (nom) => this.redraft(nom),
      garder: (nom) =>
        this.act(
          () => this.putPassage(nom, { repli: true }),
          "Vos mots sont remis tels quels.",
          () => this.passageOf(nom),
        ),
    });
    fill(
      this.zone,
      brouillon.perime &&
        makePerime(
          id,
          button("principal", "Rédiger à nouveau", () => this.draft()),
        ),
      makeBilan(brouillon),
      h(
        "div",
        { class: "deux-colonnes" },
        h("section", { class: "colonne-principale feuille", "aria-label": "Texte du projet" }, places.element),
        h(
          "aside",
          { class: "colonne-cote", "aria-label": "Constats du contrôle" },
          makeConstats(brouillon.constats, places),
        ),
      ),
      h(
        "div",
        { class: "barre" },
        h("p", { class: "etat-enregistrement" }, "PROJET : à relire par une personne avant signature."),
        h(
          "div",
          { class: "barre-actions" },
          h(
            "a",
            {
              class: "bouton secondaire",
              href: `/api/brouillons/${id}/fichiers/docx`,
              download: "",
            },
            "Télécharger (.docx)",
          ),
          lien(`acte/${id}/apercu`, "Aperçu et fichiers", {
            class: "bouton secondaire",
            onclick: () => entrust(brouillon),
          }),
          lien(`acte/${id}/envoi`, "Envoyer en relecture", { class: "bouton principal" }),
        ),
      ),
    );
  }

  putPassage(nom, corps) {
    return call("PUT", `/api/brouillons/${this.id}/passages/${nom}`, {
      corps: { revision: this.brouillon.revision, ...corps },
    });
  }
}

/** Say who wrote what, and what is left to do. */
function makeBilan({ passages, constats }) {
  const ia = passages.filter((p) => p.origine.startsWith("ia")).length;
  const niveaux = ["erreur", "avertissement", "conseil"]
    .map((n) => [n, constats.filter((c) => c.niveau === n).length])
    .filter(([, n]) => n);
  const controle = niveaux.length ? niveaux.map(([n, combien]) => count(combien, n)).join(", ") : "aucun constat";
  return h(
    "p",
    { class: "bilan-projet" },
    ia
      ? h("strong", {}, `Le modèle a écrit ${count(ia, "passage")} : relisez-${ia > 1 ? "les" : "le"} mot à mot. `)
      : "Aucun passage n’a été écrit par le modèle : le texte reprend vos mots. ",
    `Contrôle : ${controle}. `,
    niveaux.length > 0 && saut("Aller aux constats", () => document.getElementById("titre-constats")),
  );
}
