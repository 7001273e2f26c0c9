// The form of an act: filled, checked and saved as one types.

import { Injoignable, Probleme, call, explain, getCompte } from "../api.js";
import { announce, button, enable, fill, focusOn, h, message } from "../dom.js";
import { drop, find } from "../copies.js";
import { Enregistrement } from "../enregistrement.js";
import { Formulaire } from "../formulaire/formulaire.js";
import { readChamps, readCollectivite } from "../formulaire/schema.js";
import { confirm } from "../session.js";
import * as vues from "./saisie_vues.js";
import { askGarder, startRedaction } from "./redactions.js";

/** Typing goes on between two verdicts: one check per pause, not per letter. */
const DELAI_CONTROLE = 500;
/** Someone who types while the draft is asked for makes saving start again; not for ever. */
const ESSAIS_ENREGISTREMENT = 3;

const CONSIGNE = "Tout est demandé, sauf ce qui est marqué « facultatif ». Ce que vous tapez s’enregistre tout seul.";

export async function showSaisie({ code, id }, Page) {
  const brouillon = id ? await call("GET", `/api/brouillons/${id}`) : null;
  const modele = code ?? brouillon.modele;
  const [description, schema, collectivite, sante] = await Promise.all([
    call("GET", `/api/modeles/${modele}`),
    call("GET", `/api/modeles/${modele}/schema`),
    fetchCollectivite(),
    fetchSante(),
  ]);
  const page = new Page({ brouillon, description, schema, collectivite, sante });
  return {
    titre: description.titre,
    contenu: page.element,
    apres: () => page.start(),
    quitter: () => page.close(),
  };
}

/** Give the collectivité that acts are drafted for; null when none is described. */
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

/** What the page and the pane of Word share. Each says where it stands, what follows a first saving, and the drafting. */
export class PageSaisie {
  constructor({ brouillon, description, schema, collectivite, sante }) {
    Object.assign(this, { brouillon, description, collectivite, sante, fautes: [], minuteur: 0, verification: 0 });
    this.champs = readChamps(schema);
    if (!collectivite) this.champs = [readCollectivite(schema), ...this.champs].filter(Boolean);
    this.zones = {
      etapes: h("div"),
      retrouvee: h("div"),
      conflit: h("div", { role: "alert" }),
      sommaire: h("div"),
      formulaire: h("div"),
      reste: h("div.reste"),
      etat: h("p.etat-enregistrement"),
    };
    const saisie = structuredClone(brouillon?.saisie ?? {});
    if (collectivite) delete saisie.collectivite;
    this.build(saisie);
    this.enregistrement = new Enregistrement({
      compte: getCompte().id,
      modele: description.code,
      id: brouillon?.id,
      revision: brouillon?.revision,
      lire: () => this.formulaire.saisie,
      surEtat: (etat, detail) => this.showEtat(etat, detail),
      surCreation: (cree) => this.created(cree),
    });
    this.element = this.layout();
  }

  build(saisie) {
    this.formulaire = new Formulaire(this.champs, saisie, () => this.changed());
    fill(this.zones.formulaire, this.formulaire.element);
  }

  layout() {
    const { brouillon, description, zones } = this;
    this.renderEtapes();
    const saisie = { novalidate: true, autocomplete: "off", "aria-label": "Saisie de l’acte" };
    return [
      zones.etapes,
      h("h1", description.titre),
      h("p.chapo", description.resume),
      zones.retrouvee,
      zones.conflit,
      this.makeAvant?.(),
      zones.sommaire,
      h(
        "div.deux-colonnes",
        h(
          "form.colonne-principale",
          { ...saisie, onsubmit: (e) => e.preventDefault(), onkeydown: stopEnter },
          brouillon ? null : vues.makeExemples(description.exemples, (exemple) => this.takeExemple(exemple)),
          h("p.aide", CONSIGNE),
          zones.formulaire,
        ),
        h(
          "aside.colonne-cote",
          { "aria-label": "Où en est la saisie" },
          zones.reste,
          this.makeCote?.(),
          vues.makeLimites(description.ne_couvre_pas),
        ),
      ),
      h("div.barre", zones.etat, this.makeActions()),
    ];
  }

  makeActions() {
    const texte = this.brouillon?.acte ? "Rédiger à nouveau" : "Rédiger le projet";
    this.bouton = button("principal", texte, () => this.draft(null));
    return h(
      "div.barre-actions",
      vues.makeModeleAbsent(this.sante),
      this.sante === "disponible" && button("secondaire", "Rédiger sans le modèle", () => this.draft("aucun")),
      this.bouton,
    );
  }

  async takeExemple(exemple) {
    const dit = "L’exemple remplace tout ce que vous avez saisi ici.";
    try {
      const { saisie } = await call("GET", `/api/modeles/${this.description.code}/exemples/${exemple}`);
      if (this.ferme) return;
      // Asked now: somebody may have typed while the example came.
      const rempli = Object.keys(this.formulaire.saisie).length > 0;
      if (rempli && !(await confirm("Remplacer votre saisie ?", dit, "Remplacer"))) return;
      if (this.collectivite) delete saisie.collectivite;
      this.replace(saisie, "Le formulaire est rempli avec l’exemple.");
    } catch (erreur) {
      fill(this.zones.conflit, message("erreur", "", explain(erreur)));
    }
  }

  /** Put other values in the form, as if they had been typed. */
  replace(saisie, dit) {
    this.build(saisie);
    this.changed();
    announce(dit);
    focusOn(this.zones.formulaire);
  }

  start() {
    const compte = getCompte().id;
    const { cle } = this.enregistrement;
    const { retrouvee } = this.zones;
    const copie = find(compte, cle);
    const reprendre = () => {
      fill(retrouvee);
      this.replace(structuredClone(copie.saisie), "Votre saisie est reprise.");
    };
    const abandonner = () => {
      drop(compte, cle);
      fill(retrouvee);
      focusOn(document.querySelector("h1"));
    };
    // What was kept may have reached the server after all, while the page was being loaded again.
    if (copie && JSON.stringify(copie.saisie) === JSON.stringify(this.formulaire.saisie)) drop(compte, cle);
    else if (copie) fill(retrouvee, vues.makeRetrouvee(copie, reprendre, abandonner));
    this.check();
  }

  changed() {
    this.enregistrement?.note();
    clearTimeout(this.minuteur);
    this.minuteur = setTimeout(() => this.check(), DELAI_CONTROLE);
  }

  /** Ask the server what is missing or wrong; a verdict that comes late gives way to the one asked for after it. */
  check() {
    this.verification += 1;
    this.verdict = this.fetchVerdict(this.verification);
    return this.verdict;
  }

  async fetchVerdict(mienne) {
    const corps = { saisie: this.formulaire.saisie };
    const fautes = await this.tryValider(corps);
    const suite = mienne === this.verification ? null : await this.verdict;
    if (suite || !fautes) return suite;
    this.jugee = JSON.stringify(corps.saisie);
    this.takeFautes(fautes);
    return fautes;
  }

  /** Give the faults of a saisie; null when the server is away: saving says so, a check has nothing to add. */
  async tryValider(corps) {
    try {
      return (await call("POST", `/api/modeles/${this.description.code}/validation`, { corps })).fautes;
    } catch (erreur) {
      if (erreur instanceof Injoignable || erreur instanceof Probleme) return null;
      throw erreur;
    }
  }

  /** Give the faults of what stands in the form now; those already known are not asked for again. */
  async judge() {
    if (this.jugee === JSON.stringify(this.formulaire.saisie)) return this.fautes;
    return (await this.check()) ?? this.fautes;
  }

  takeFautes(fautes) {
    const aller = (champ) => this.formulaire.focus(champ);
    this.fautes = fautes;
    this.formulaire.setFautes(fautes);
    refill(this.zones.reste, vues.makeReste(fautes, this.champs, aller));
    if (this.zones.sommaire.hasChildNodes()) this.renderSommaire();
  }

  renderSommaire() {
    const aller = (champ) => this.formulaire.focus(champ);
    refill(this.zones.sommaire, vues.makeSommaire(this.fautes, this.champs, aller));
  }

  async draft(redacteur) {
    this.bouton.disabled = true;
    try {
      if ((await this.judge()).length) {
        this.showFautes();
        return;
      }
      if (this.ferme) return;
      const garder = await askGarder(this.brouillon?.passages);
      if (garder === null || !(await this.saveAll()) || this.ferme) return;
      const { id, revision } = this.enregistrement;
      const { saisie } = this.formulaire;
      await startRedaction(id, revision, { redacteur, garder }).catch((erreur) => {
        if (erreur instanceof Injoignable && !this.ferme) this.enregistrement.doubt(saisie, revision);
        throw erreur;
      });
      if (!this.ferme) this.leave();
    } catch (erreur) {
      if (erreur.fautes?.length) {
        // What the form was judged by has changed since: the collectivité, or the template.
        this.takeFautes(erreur.fautes);
        this.showFautes();
        return;
      }
      fill(this.zones.conflit, message("erreur", "La rédaction n’a pas commencé", explain(erreur)));
    } finally {
      enable(this.bouton);
    }
  }

  showFautes() {
    this.formulaire.showAll();
    this.renderSommaire();
    focusOn(this.zones.sommaire.querySelector("h2"));
  }

  /** Save until nothing is left; a form that was opened and not touched is created now. */
  async saveAll() {
    if (!this.enregistrement.id) this.enregistrement.sale = true;
    for (let essai = 0; essai < ESSAIS_ENREGISTREMENT; essai += 1) if (await this.enregistrement.save()) return true;
    const texte = "La saisie n’est pas encore enregistrée sur le serveur. Réessayez dans un instant.";
    fill(this.zones.conflit, message("erreur", "La rédaction attend", texte));
    return false;
  }

  showEtat(etat, detail) {
    const { zones } = this;
    const avant = zones.etat.dataset.etat;
    if (etat === "coupure" && avant !== "coupure") announce(vues.sayEtat(etat));
    if (etat === "enregistre" && avant === "coupure")
      announce("Le serveur répond de nouveau : votre saisie est enregistrée.");
    zones.etat.dataset.etat = etat;
    zones.etat.classList.toggle("perdue", ["coupure", "conflit", "refus"].includes(etat));
    fill(zones.etat, vues.sayEtat(etat, detail));
    if (etat === "conflit") this.showConflit();
  }

  showConflit() {
    const garder = () => {
      fill(this.zones.conflit);
      this.enregistrement.force();
    };
    const ouvrir = () => {
      this.enregistrement.discard();
      location.reload();
    };
    fill(this.zones.conflit, vues.makeConflit(garder, ouvrir));
  }

  async close() {
    // What comes from here on moves nobody, who is elsewhere.
    this.ferme = true;
    clearTimeout(this.minuteur);
    await this.enregistrement.save();
    this.enregistrement.close();
  }
}

/** Replace what an element holds; the focus that was in it goes to its title. */
function refill(zone, contenu) {
  const dedans = zone.contains(document.activeElement);
  fill(zone, contenu);
  if (dedans) focusOn(zone.querySelector("h2"));
}

/** Enter in a field of one line must not send a form that is saved as one types. */
function stopEnter(e) {
  if (e.key === "Enter" && e.target.matches("input:not([type=radio])")) e.preventDefault();
}
