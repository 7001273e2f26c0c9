// A dossier: the act as it will read, whose words they are, what the reviewer must judge, what may be done next.

import { Probleme, call, explain } from "../api.js";
import { announce, button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { saut } from "../liens.js";
import { sayInstant } from "../formulaire/moments.js";
import { makeBlocs } from "../pages/blocs.js";
import { count } from "../pages/commun.js";
import { makeConstats } from "../pages/constats.js";
import { Commentaires } from "./commentaires.js";
import { Jugements } from "./jugements.js";
import { ROLES, nameOf, sayEtat } from "./mots.js";
import { makeHistorique, makeSuite } from "./suite.js";
import { Visa } from "./visa.js";

export async function showDossier(id) {
  const page = new PageDossier(id);
  await page.load();
  return { titre: page.dossier.titre, contenu: page.element, apres: () => page.tryOpen() };
}

class PageDossier {
  constructor(id) {
    this.chemin = `/api/dossiers/${id}`;
    this.titre = h("h1", { class: "titre-acte", tabindex: "-1" });
    this.alerte = h("div", { role: "alert" });
    this.zone = h("div");
    this.element = [this.titre, this.alerte, this.zone];
  }

  async load() {
    this.dossier = await call("GET", this.chemin);
    const [version, { commentaires }] = await Promise.all([
      call("GET", `${this.chemin}/versions/${this.dossier.version}`),
      call("GET", `${this.chemin}/commentaires`),
    ]);
    this.version = version;
    this.ouverture = null;
    this.remarques = commentaires;
    this.render();
  }

  may(action) {
    return this.dossier.actions.includes(action);
  }

  /** Say what was read: whoever acts on another version is told so. */
  get lu() {
    return { version: this.version.numero, empreinte: this.version.canon };
  }

  /** Tell the server, once, that the reviewer has the text before their eyes. */
  async open() {
    if (!this.may("viser") || this.version.ouverte) return;
    this.ouverture ??= call("POST", `${this.chemin}/ouverture`, { corps: this.lu });
    try {
      await this.ouverture;
    } catch (erreur) {
      this.ouverture = null;
      throw erreur;
    }
  }

  tryOpen() {
    return this.open().catch((erreur) => this.refuse(erreur));
  }

  /** Decide of the version that was read; the server wants to know first that it was opened. */
  async decide(action, decision) {
    const corps = { ...this.lu, ...decision };
    await this.open();
    return call("POST", `${this.chemin}/${action}`, { corps });
  }

  async reload(dit = "") {
    fill(this.alerte);
    await this.load();
    await this.tryOpen();
    if (dit) announce(dit);
    focusOn(this.titre);
  }

  /** Do something, then show the dossier again; a refusal is said and changes nothing here. */
  async act(action, dit) {
    fill(this.alerte);
    try {
      await action();
    } catch (erreur) {
      this.refuse(erreur);
      return;
    }
    await this.again(dit);
  }

  /** Show the dossier again after something was done. */
  again(dit) {
    return this.reload(dit).catch((erreur) => this.refuse(erreur, "Le dossier ne s’affiche pas"));
  }

  refuse(erreur, titre = "Ce n’est pas fait", ...suite) {
    const conflit = erreur instanceof Probleme && erreur.statut === 409 && suite.length === 0;
    fill(
      this.alerte,
      message(
        "erreur",
        titre,
        h("p", {}, explain(erreur)),
        erreur.fautes?.length > 0 &&
          !suite.length &&
          h(
            "ul",
            {},
            erreur.fautes.map((f) => h("li", {}, verbatim(f.raison))),
          ),
        suite,
        conflit &&
          h(
            "div",
            { class: "actions" },
            button("principal", "Recharger le dossier", () => this.again("Le dossier est à jour.")),
          ),
      ),
    );
    focusOn(this.alerte.querySelector(".message"));
  }

  render() {
    const { dossier, version } = this;
    const relit = this.may("viser");
    this.reste = null;
    fill(this.titre, verbatim(dossier.titre));
    this.commentaires = new Commentaires(this);
    this.jugements = new Jugements(this);
    this.visa = relit ? new Visa(this) : null;
    const acte = { ...version.acte, blocs: version.acte.blocs.map((bloc) => ({ ...bloc, origines: true })) };
    const sous = (rang) => {
      const vus = [this.jugements.get(rang), this.commentaires.at(rang)].filter(Boolean);
      return vus.length ? vus : null;
    };
    this.places = makeBlocs({ acte, passages: [] }, null, sous);
    const feuille = h("section", { class: "colonne-principale feuille", "aria-labelledby": "titre-texte" });
    feuille.append(
      h("h2", { id: "titre-texte", tabindex: "-1" }, `L’acte, version ${version.numero}`),
      makeLegende(feuille),
      this.places.element,
    );
    fill(
      this.zone,
      makeEtat(dossier),
      relit && this.makeReste(),
      makeSuite(this),
      h(
        "div",
        { class: "deux-colonnes" },
        feuille,
        h(
          "aside",
          { class: "colonne-cote", "aria-label": "Constats du contrôle" },
          makeConstats(version.constats, this.places, (constat) => this.visa?.makeDerogation(constat)),
        ),
      ),
      this.commentaires.element,
      this.visa?.element,
      makeHistorique(this),
    );
    this.tell();
  }

  /** Say what is left before the sign-off; each line leads to its place. */
  makeReste() {
    this.reste = h("ol", { class: "reste-relecture" });
    return message("info", "Ce que vous avez à faire", this.reste);
  }

  /** Count again what is left. */
  tell() {
    if (!this.reste) return;
    const passages = this.jugements.countRestants();
    const erreurs = this.visa.countDerogations();
    const controles = this.visa.countControles();
    const ligne = (fait, mots, texte, find) =>
      h("li", {}, saut(mots, find), ` – ${texte} `, fait && h("strong", {}, "✓ fait"));
    fill(
      this.reste,
      ligne(false, "Lire l’acte", "de la première à la dernière ligne.", () =>
        document.getElementById("titre-texte"),
      ),
      this.version.passages.length > 0 &&
        ligne(
          !passages,
          "Juger les passages",
          passages ? `${count(passages, "passage")} à accepter, corriger ou rejeter.` : "tous jugés.",
          () => this.jugements.next(),
        ),
      this.version.a_deroger.length > 0 &&
        ligne(
          !erreurs,
          "Traiter les erreurs",
          erreurs
            ? `${count(erreurs, "erreur")} : dites pourquoi vous passez outre, ou renvoyez l’acte.`
            : "toutes motivées.",
          () => document.getElementById("titre-constats"),
        ),
      ligne(
        !controles,
        "Faire les trois contrôles",
        controles ? `${controles} à cocher.` : "cochés.",
        () => this.visa.titre,
      ),
      ligne(false, "Viser ou renvoyer", "en bas de la page.", () => this.visa.viser),
    );
  }
}

/** Say where the dossier stands, step by step. */
function makeEtat(dossier) {
  const etats = { visee: "visée", en_cours: "en cours", a_venir: "à venir" };
  return h(
    "section",
    { class: "panneau etat-dossier", "aria-labelledby": "titre-etat" },
    h("h2", { id: "titre-etat" }, sayEtat(dossier)),
    h(
      "p",
      { class: "meta" },
      h("span", {}, "Acte suivi par ", verbatim(nameOf(dossier.responsable))),
      h("span", {}, `Modifié ${sayInstant(dossier.modifie_le)}`),
    ),
    h(
      "ol",
      { class: "relecteurs" },
      dossier.etapes.map((etape) =>
        h(
          "li",
          { "aria-current": etape.etat === "en_cours" ? "step" : null },
          `Étape « ${ROLES[etape.role]} » : `,
          h("strong", {}, etats[etape.etat]),
          etape.par && [" par ", verbatim(nameOf(etape.par))],
          etape.pour && [", à la place de ", verbatim(nameOf(etape.pour))],
          etape.le && ` ${sayInstant(etape.le)}`,
          etape.etat === "en_cours" && dossier.assigne && [", confiée à ", verbatim(nameOf(dossier.assigne))],
        ),
      ),
    ),
  );
}

/** Explain the marks of origin, and let whoever wants to read the act alone hide them. */
function makeLegende(feuille) {
  const montrer = h("input", {
    type: "checkbox",
    id: "origines",
    checked: true,
    onchange: () => feuille.classList.toggle("sans-origines", !montrer.checked),
  });
  const marque = (origine, mots) =>
    h("span", { class: `mots mots-${origine}` }, h("span", { class: "mots-nom" }, mots));
  return h(
    "div",
    { class: "legende" },
    h("p", { class: "option" }, montrer, h("label", { for: "origines" }, "Montrer d’où vient chaque mot")),
    h(
      "ul",
      { class: "aide" },
      h(
        "li",
        {},
        marque("ia", "IA"),
        "écrit par le modèle de langage ; « IA retouchée » : changé depuis à la main",
      ),
      h("li", {}, marque("agent", "à la main"), "écrit par une personne"),
      h("li", {}, h("span", { class: "mots mots-saisie" }, "Pointillés"), " : saisi dans le formulaire"),
      h("li", {}, "Sans marque : texte fixe de l’acte type"),
    ),
  );
}
