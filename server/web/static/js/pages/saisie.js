// The form of an act: filled, checked and saved as one types.

import { Injoignable, Probleme, call, explain, getCompte } from "../api.js";
import { announce, button, fill, focusOn, h, message } from "../dom.js";
import { drop, find } from "../copies.js";
import { Enregistrement } from "../enregistrement.js";
import { Formulaire } from "../formulaire/formulaire.js";
import { sentence } from "../formulaire/champ.js";
import { labelOf } from "../formulaire/saisie.js";
import { readChamps, readCollectivite } from "../formulaire/schema.js";
import { sayInstant } from "../formulaire/moments.js";
import { confirm } from "../session.js";
import { makeEtapes, count } from "./commun.js";
import { makeCollectivite } from "./collectivite.js";
import { takeDates, makeDates } from "./dates.js";
import { startRedaction } from "./suivi.js";

const DELAI_CONTROLE = 500;

export async function showSaisie({ code, id }) {
  const brouillon = id ? await call("GET", `/api/brouillons/${id}`) : null;
  const modele = code ?? brouillon.modele;
  const [description, schema, collectivite, sante] = await Promise.all([
    call("GET", `/api/modeles/${modele}`), call("GET", `/api/modeles/${modele}/schema`), fetchCollectivite(), fetchSante()]);
  const page = new PageSaisie({ brouillon, description, schema, collectivite, sante });
  return { titre: description.titre, contenu: page.element, apres: () => page.start(), quitter: () => page.close() };
}

async function fetchCollectivite() {
  try {
    const reponse = await call("GET", "/api/collectivite");
    return reponse?.donnees ?? null;
  } catch (erreur) {
    if (erreur instanceof Probleme && erreur.statut === 404) return null;
    throw erreur;
  }
}

async function fetchSante() {
  try {
    return (await call("GET", "/sante", { anonyme: true })).modele;
  } catch (erreur) {
    if (erreur instanceof Probleme || erreur instanceof Injoignable) return "indisponible";
    throw erreur;
  }
}

class PageSaisie {
  constructor({ brouillon, description, schema, collectivite, sante }) {
    Object.assign(this, { brouillon, description, collectivite, sante, fautes: [], minuteur: 0, verification: 0 });
    this.champs = readChamps(schema);
    if (!collectivite) this.champs = [readCollectivite(schema), ...this.champs].filter(Boolean);
    this.zones = {
      etapes: h("div"), retrouvee: h("div"), conflit: h("div", { role: "alert" }), sommaire: h("div"), formulaire: h("div"),
      reste: h("div", { class: "reste" }), etat: h("p", { class: "etat-enregistrement" }),
    };
    const saisie = structuredClone(brouillon?.saisie ?? {});
    if (collectivite) delete saisie.collectivite;
    this.build(saisie);
    this.enregistrement = new Enregistrement({
      compte: getCompte().id, modele: description.code, id: brouillon?.id, revision: brouillon?.revision,
      lire: () => this.formulaire.saisie, surEtat: (etat, detail) => this.showEtat(etat, detail), surCreation: (cree) => this.created(cree),
    });
    this.element = this.layout();
  }

  build(saisie) {
    this.formulaire = new Formulaire(this.champs, saisie, () => this.changed());
    fill(this.zones.formulaire, this.formulaire.element);
  }

  layout() {
    const { description, zones } = this;
    this.renderEtapes();
    return [zones.etapes,
      h("div", { class: "titre-page" }, h("h1", {}, description.titre)),
      h("p", { class: "chapo" }, description.resume),
      zones.retrouvee, zones.conflit, this.dates = makeDates(takeDates(this.brouillon?.id), this.champs, (champ, valeur) => this.putDate(champ, valeur)), zones.sommaire,
      h("div", { class: "deux-colonnes" },
        h("form", { class: "colonne-principale", novalidate: true, autocomplete: "off", "aria-label": "Saisie de l’acte", onsubmit: (e) => e.preventDefault(), onkeydown: stopEnter },
          this.makeExemples(),
          h("p", { class: "consigne" }, "Tout est demandé, sauf ce qui est marqué « facultatif ». Ce que vous tapez s’enregistre tout seul."),
          zones.formulaire),
        h("aside", { class: "colonne-cote", "aria-label": "Où en est la saisie" }, zones.reste,
          makeCollectivite(this.collectivite), makeLimites(description))),
      h("div", { class: "barre" }, zones.etat, this.makeActions())];
  }

  renderEtapes() {
    fill(this.zones.etapes, makeEtapes(this.enregistrement?.id ?? this.brouillon?.id, "saisie", Boolean(this.brouillon?.acte)));
  }

  makeActions() {
    const modele = { disponible: "", sans: "Aucun modèle n’est réglé : vos points seront mis en forme tels quels.", indisponible: "Le modèle ne répond pas : vos points seront mis en forme tels quels." }[this.sante] ?? "";
    this.bouton = button("principal", this.brouillon?.acte ? "Rédiger à nouveau" : "Rédiger le projet", () => this.draft(null));
    const sans = this.sante === "disponible" && button("secondaire", "Rédiger sans le modèle", () => this.draft("aucun"));
    return h("div", { class: "barre-actions" }, modele && h("p", { class: "aide" }, modele), sans, this.bouton);
  }

  makeExemples() {
    const exemples = this.description.exemples ?? [];
    if (!exemples.length || this.brouillon) return null;
    const choix = h("select", { id: "exemple", class: "saisie" }, exemples.map((e) => h("option", { value: e.code }, e.titre)));
    return h("details", { class: "depuis-exemple" }, h("summary", {}, "Partir d’un exemple"),
      h("p", { class: "aide" }, "Noms, dates et faits y sont inventés : remplacez-les tous."),
      h("div", { class: "ligne" }, h("label", { for: "exemple", class: "hors-ecran" }, "Exemple"), choix, button("secondaire", "Remplir avec cet exemple", () => this.takeExemple(choix.value))));
  }

  async takeExemple(exemple) {
    if (Object.keys(this.formulaire.saisie).length && !(await confirm("Remplacer votre saisie ?", "L’exemple remplace tout ce que vous avez saisi ici.", "Remplacer"))) return;
    try {
      const { saisie } = await call("GET", `/api/modeles/${this.description.code}/exemples/${exemple}`);
      if (this.collectivite) delete saisie.collectivite;
      this.build(saisie);
      this.changed();
      announce("Le formulaire est rempli avec l’exemple.");
      focusOn(this.zones.formulaire);
    } catch (erreur) {
      announce(explain(erreur));
    }
  }

  start() {
    const copie = find(getCompte().id, this.enregistrement.cle);
    if (copie) this.offer(copie);
    this.check();
  }

  /** Offer again what was typed here and never reached the server. */
  offer(copie) {
    fill(this.zones.retrouvee, message("attention", "Une saisie non enregistrée a été retrouvée",
      h("p", {}, `Saisie ${sayInstant(copie.le)}, elle n’avait pas pu être enregistrée.`),
      h("div", { class: "actions" },
        button("principal", "La reprendre", () => {
          fill(this.zones.retrouvee);
          this.build(structuredClone(copie.saisie));
          this.changed();
          announce("Votre saisie est reprise.");
          focusOn(this.zones.formulaire);
        }),
        button("secondaire", "L’abandonner", () => { drop(getCompte().id, this.enregistrement.cle); fill(this.zones.retrouvee); focusOn(document.querySelector("h1")); }))));
  }

  changed() {
    this.enregistrement?.note();
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => this.check(), DELAI_CONTROLE);
  }

  /** Ask the server what is missing or wrong; a verdict that comes late is dropped. */
  async check() {
    const mienne = (this.verification += 1);
    try {
      const { fautes } = await call("POST", `/api/modeles/${this.description.code}/validation`, { corps: { saisie: this.formulaire.saisie } });
      if (mienne !== this.verification) return null;
      this.takeFautes(fautes);
      return fautes;
    } catch (erreur) {
      if (!(erreur instanceof Injoignable || erreur instanceof Probleme)) throw erreur;
      return null;
    }
  }

  takeFautes(fautes) {
    this.fautes = fautes;
    this.formulaire.setFautes(fautes);
    fill(this.zones.reste, h("h2", {}, fautes.length ? `Reste à remplir ou à corriger (${fautes.length})` : "Tout est rempli"),
      fautes.length ? this.listFautes(fautes.slice(0, 12), fautes.length - 12) : h("p", {}, "Vous pouvez rédiger le projet."));
    if (this.zones.sommaire.hasChildNodes()) this.renderSommaire();
  }

  listFautes(fautes, autres = 0) {
    return [h("ul", { class: "liste-fautes" }, fautes.map(({ champ }) =>
      h("li", {}, h("a", { href: "#contenu", onclick: (e) => { e.preventDefault(); this.formulaire.focus(champ); } }, labelOf(this.champs, champ))))),
    autres > 0 && h("p", { class: "aide" }, `et ${count(autres, "autre")}.`)];
  }

  renderSommaire() {
    const { fautes } = this;
    if (!fautes.length) { fill(this.zones.sommaire); return; }
    fill(this.zones.sommaire, h("div", { class: "message erreur", id: "sommaire-fautes" },
      h("h2", { class: "message-titre" }, fautes.length > 1 ? `${fautes.length} champs sont à remplir ou à corriger` : "Un champ est à remplir ou à corriger"),
      h("ul", {}, fautes.map(({ champ, raison }) => h("li", {},
        h("a", { href: "#contenu", onclick: (e) => { e.preventDefault(); this.formulaire.focus(champ); } }, labelOf(this.champs, champ)), " : ", sentence(raison))))));
  }

  async draft(redacteur) {
    this.bouton.disabled = true;
    try {
      const fautes = await this.check() ?? this.fautes;
      if (fautes.length) {
        this.formulaire.showAll();
        this.renderSommaire();
        focusOn(this.zones.sommaire.querySelector("h2"));
        return;
      }
      if (!(await this.saveAll())) return;
      await startRedaction(this.enregistrement.id, this.enregistrement.revision, redacteur);
      location.hash = `#/acte/${this.enregistrement.id}/texte`;
    } catch (erreur) {
      fill(this.zones.conflit, message("erreur", "La rédaction n’a pas commencé", h("p", {}, explain(erreur))));
    } finally {
      this.bouton.disabled = false;
    }
  }

  /** Save until nothing is left; a form that was opened and not touched is created now. */
  async saveAll() {
    if (!this.enregistrement.id) this.enregistrement.sale = true;
    for (let essai = 0; essai < 3; essai += 1) if (await this.enregistrement.save()) return true;
    fill(this.zones.conflit, message("erreur", "La rédaction attend", h("p", {}, "La saisie n’est pas encore enregistrée sur le serveur. Réessayez dans un instant.")));
    return false;
  }

  created(cree) {
    // The address now names the act: reloading the page finds it again. No screen changes.
    history.replaceState(null, "", `#/acte/${cree.id}`);
    this.renderEtapes();
  }

  putDate(champ, valeur) {
    const place = this.formulaire.find(champ);
    if (!place) return;
    place.valeurs[place.champ.nom] = valeur;
    this.build(this.formulaire.valeurs);
    this.changed();
  }

  showEtat(etat, detail) {
    const textes = {
      neuf: "Rien n’est encore enregistré.", modifie: "Modifications à enregistrer…", encours: "Enregistrement…",
      enregistre: detail ? `Enregistré ${sayInstant(detail)}.` : "Enregistré.",
      coupure: "Non enregistré : le serveur ne répond pas. Votre saisie est gardée dans cette page, nouvel essai automatique.",
      conflit: "Non enregistré : cet acte a été modifié ailleurs.", refus: `Non enregistré. ${detail ?? ""}`,
    };
    const { zones } = this;
    if (etat === "coupure" && zones.etat.dataset.etat !== "coupure") announce(textes.coupure);
    if (etat === "enregistre" && zones.etat.dataset.etat === "coupure") announce("Le serveur répond de nouveau : votre saisie est enregistrée.");
    zones.etat.dataset.etat = etat;
    fill(zones.etat, textes[etat]);
    if (etat === "conflit") this.showConflit();
  }

  showConflit() {
    fill(this.zones.conflit, message("attention", "Cet acte a été modifié dans une autre fenêtre", h("p", {}, "Gardez ce qui est saisi ici, ou ouvrez ce qui a été enregistré là-bas."),
      h("div", { class: "actions" },
        button("secondaire", "Garder ma saisie", () => { fill(this.zones.conflit); this.enregistrement.force(); }),
        button("secondaire", "Ouvrir l’autre version", () => { drop(getCompte().id, this.enregistrement.cle); this.enregistrement.sale = false; location.reload(); }))));
  }

  async close() {
    clearTimeout(this.minuteur);
    if (this.enregistrement.sale) await this.enregistrement.save();
    this.enregistrement.close();
  }
}

/** Enter in a field of one line must not send a form that is saved as one types. */
function stopEnter(e) {
  if (e.key === "Enter" && e.target.matches("input:not([type=radio])")) e.preventDefault();
}

function makeLimites(description) {
  const limites = description.ne_couvre_pas ?? [];
  if (!limites.length) return null;
  return h("details", { class: "panneau" }, h("summary", {}, "Ce que ce modèle ne couvre pas"), h("ul", {}, limites.map((l) => h("li", {}, l))));
}
