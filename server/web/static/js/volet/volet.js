// The pane as a whole: Word, who is signed in, the view shown, where the document stands.

import { Injoignable, Probleme, call, fetchReste, getCompte, later } from "../api.js";
import { announce, button, fill, h, list, message, released, typeset, verbatim } from "../dom.js";
import { makeConnexion, setConnecter } from "../session.js";
import { sayErreur } from "./gestes.js";
import { connect, disconnect, resume } from "./jeton.js";
import { RefusDeWord, start } from "./word.js";

const VUES = {
  rediger: ["Rédiger", later(() => import("./rediger.js"), "showRediger")],
  reformuler: ["Reformuler", later(() => import("./reformuler.js"), "showReformuler")],
  controler: ["Contrôler", later(() => import("./controler.js"), "showControler")],
  relecture: ["Relecture", later(() => import("./relecture.js"), "showRelecture")],
};

const findEtat = later(() => import("./document.js"), "findEtat");

/** Milliseconds. Going back and forth between the document and the pane asks no more often. */
const REPOS = 10_000;
/** Milliseconds. The templates are waited for so long before the menu is shown without them. */
const ENSEMBLE = 250;

setConnecter(connect);

class Volet {
  constructor() {
    this.numero = 0;
    this.ecran = null;
    this.vue = new URLSearchParams(location.search).get("vue");
    if (!Object.hasOwn(VUES, this.vue ?? "")) this.vue = "rediger";
    this.main = document.getElementById("contenu");
    this.etat = h("div.etat-document", { role: "status" });
    this.lecture = 0;
    this.lu = 0;
    addEventListener("focus", () => {
      if (this.lu && performance.now() - this.lu > REPOS) this.tryRefresh();
    });
  }

  /** Show what needs no Word before Word answers; framed by Word on the web, it alone knows where the token is kept. */
  async open() {
    const word = start();
    if (parent !== window) await word;
    await this.welcome();
    fetchReste();
    if (!(await word)) this.renderSansWord();
  }

  async welcome() {
    const reprise = resume();
    // The token signs from here on: the first view need not wait until the server has said whose it is.
    const avance = reprise && this.vue === "rediger" ? this.fetchModeles({ anonyme: true }) : null;
    avance?.catch(() => {});
    try {
      if (!(await reprise)) return this.renderConnexion();
    } catch (erreur) {
      return this.renderPanne(erreur, () => this.welcome());
    }
    return this.enter(avance);
  }

  async enter(avance) {
    this.tellEtat(["info", "Lecture du document…"]);
    this.tryRefresh();
    // Together in one frame: a browser draws what it is given, and each time takes it from the rest.
    await Promise.race([avance?.catch(() => {}), new Promise((suite) => setTimeout(suite, ENSEMBLE))]);
    await this.showVue(this.vue, avance);
  }

  /** Ask for the templates; the screen that lists them may still be on its way. */
  fetchModeles(options) {
    return call("GET", "/api/modeles", options);
  }

  showVue(nom, avance) {
    this.vue = nom;
    this.renderEntete();
    return this.show(() => VUES[nom][1](this, avance));
  }

  /** Show a screen; one that comes late, after somebody went elsewhere, is dropped. */
  async show(openEcran) {
    const mien = (this.numero += 1);
    await this.ecran?.quitter?.();
    this.ecran = null;
    this.main.setAttribute("aria-busy", "true");
    let ecran;
    try {
      ecran = await openEcran();
    } catch (erreur) {
      if (mien === this.numero) this.renderPanne(erreur, () => this.show(openEcran));
      return;
    } finally {
      if (mien === this.numero) this.main.removeAttribute("aria-busy");
    }
    if (mien !== this.numero) {
      ecran.quitter?.();
      return;
    }
    this.ecran = ecran;
    fill(this.main, ecran.contenu);
    document.title = typeset(`${ecran.titre} – Minutier`);
    scrollTo(0, 0);
    const titre = this.main.querySelector("h1");
    titre.setAttribute("tabindex", "-1");
    titre.focus({ preventScroll: true });
    ecran.apres?.();
  }

  /** Find again where the open document stands. */
  async refresh(mienne = (this.lecture += 1)) {
    // Its module need not come before Word does: the first view has others to wait for.
    await start();
    const etat = await findEtat();
    this.lu = performance.now();
    if (mienne === this.lecture) this.tellEtat(etat.dit);
    return etat;
  }

  tryRefresh() {
    const mienne = (this.lecture += 1);
    return this.refresh(mienne).catch((erreur) => mienne === this.lecture && this.tellEtat(["erreur", sayErreur(erreur)]));
  }

  async tellEtat([sorte, dit]) {
    await released();
    fill(this.etat, h("p", { class: `message ${sorte}` }, dit));
  }

  renderEntete() {
    const compte = getCompte();
    fill(
      document.getElementById("entete"),
      this.etat,
      h(
        "nav",
        { "aria-label": "Principale" },
        list("ul", Object.entries(VUES), ([nom, [mots]]) =>
          button("discret", mots, () => this.showVue(nom), { "aria-current": nom === this.vue ? "page" : null }),
        ),
      ),
    );
    fill(
      document.getElementById("pied"),
      h("p", "Le modèle met vos points en phrases et ne décide de rien : une personne relit tout."),
      h(
        "p",
        verbatim(`${compte.prenom} ${compte.nom}`),
        " ",
        button("discret", "Actualiser l’état", () => this.tryRefresh()),
        button("discret", "Se déconnecter", () => this.leave()),
      ),
    );
  }

  async leave() {
    await this.ecran?.quitter?.();
    this.ecran = null;
    try {
      await disconnect();
      this.renderConnexion();
    } catch (erreur) {
      // What was left is saved, and would do nothing any more: where it is found again comes instead.
      await this.showVue(this.vue);
      this.tellEtat(["erreur", sayErreur(erreur)]);
      announce(sayErreur(erreur));
    }
  }

  /** Take away what is shown, and what is about to be. */
  clear() {
    this.numero += 1;
    this.lu = 0;
    fill(document.getElementById("entete"));
    fill(document.getElementById("pied"));
  }

  renderConnexion() {
    this.clear();
    const connexion = makeConnexion(() => this.enter());
    fill(
      this.main,
      h("h1", "Se connecter à Minutier"),
      connexion.element,
      h("p.aide", "Le compte est celui de la page de Minutier. Vous restez connecté trente jours sur ce poste."),
    );
    document.title = "Se connecter – Minutier";
    connexion.focus();
  }

  renderSansWord() {
    this.clear();
    const script = document.querySelector("script[src*='://']")?.src ?? "";
    fill(
      this.main,
      h("h1", "Ce volet s’ouvre dans Word"),
      message(
        "attention",
        "",
        "Word n’a pas répondu à cette page, ou n’a pas l’interface WordApi 1.3 (Word 2021, Microsoft 365).",
        h(
          "p",
          `Si vous êtes dans Word, ce poste n’a pas pu charger le script de Microsoft (${script}) : prévenez le service informatique.`,
        ),
      ),
      h("a.bouton.secondaire", { href: "/", target: "_blank", rel: "noopener" }, "Ouvrir Minutier dans le navigateur"),
    );
    document.title = "Hors de Word – Minutier";
  }

  renderPanne(erreur, encore) {
    // A refusal, of the server or of Word, is said; a fault of the pane is for whoever looks into it.
    if (![Probleme, Injoignable, RefusDeWord].some((genre) => erreur instanceof genre)) console.error(erreur);
    fill(
      this.main,
      h("h1", "Le volet n’a pas pu s’ouvrir"),
      message("erreur", "", sayErreur(erreur)),
      button("principal", "Réessayer", encore),
    );
  }
}

new Volet().open();
