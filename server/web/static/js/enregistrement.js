// Save what is typed as it is typed, say where it stands, and lose nothing when the server or the session goes away.

import { Injoignable, Probleme, call, explain } from "./api.js";
import { drop, keep } from "./copies.js";

/** Long enough not to save each letter, short enough to lose little. */
const DELAI = 800;
const ATTENTES = [2, 4, 8, 15, 30];

/** Tell whether asking again later may do: it says nothing of what is asked. */
function isPassager(erreur) {
  return erreur instanceof Injoignable || erreur.statut === 429 || erreur.statut >= 500;
}

/** Saves one draft. `surEtat(etat, detail)` is told: neuf, modifie, encours, enregistre, coupure, conflit, refus. */
export class Enregistrement {
  constructor({ compte, modele, id, revision, lire, surEtat, surCreation }) {
    Object.assign(this, { compte, modele, id, revision, lire, surEtat, surCreation });
    this.sale = false;
    this.enCours = null;
    // What was sent, and may have been done without an answer: asked again as it was, it is nobody else's change.
    this.parti = null;
    this.minuteur = 0;
    this.essai = 0;
    this.fin = new AbortController();
    const { signal } = this.fin;
    addEventListener("online", () => this.sale && this.save(), { signal });
    addEventListener("beforeunload", (e) => this.sale && e.preventDefault(), { signal });
    surEtat(id ? "enregistre" : "neuf");
  }

  get cle() {
    return this.id ? `saisie.${this.id}` : `saisie.nouveau.${this.modele}`;
  }

  /** Note that something changed: a copy is kept at once, the server is told soon. */
  note() {
    this.sale = true;
    keep(this.compte, this.cle, {
      saisie: this.lire(),
      revision: this.revision,
      le: new Date().toISOString(),
      modele: this.modele,
      id: this.id,
    });
    if (!["coupure", "conflit"].includes(this.etat)) this.tell("modifie");
    this.plan(DELAI);
  }

  plan(delai) {
    clearTimeout(this.minuteur);
    if (!this.fin.signal.aborted && this.etat !== "conflit") this.minuteur = setTimeout(() => this.save(), delai);
  }

  tell(etat, detail) {
    this.etat = etat;
    this.surEtat(etat, detail);
  }

  /** Save what is not yet saved; resolves to true when the server holds everything. */
  async save() {
    clearTimeout(this.minuteur);
    while (this.enCours) await this.enCours;
    if (!this.sale || this.etat === "conflit") return !this.sale;
    this.enCours = this.push().finally(() => {
      this.enCours = null;
    });
    return this.enCours;
  }

  async push() {
    const cle = this.cle;
    this.sale = false;
    if (this.etat !== "coupure") this.tell("encours");
    try {
      await this.send();
    } catch (erreur) {
      this.sale = true;
      this.fail(erreur);
      return false;
    }
    this.essai = 0;
    if (cle !== this.cle) drop(this.compte, cle);
    if (this.sale) {
      this.tell("modifie");
      this.plan(DELAI);
      return false;
    }
    drop(this.compte, this.cle);
    this.tell("enregistre", new Date().toISOString());
    return true;
  }

  async send() {
    if (this.id) {
      if (this.parti) await this.put(this.parti, { repetee: true });
      return this.put(this.lire());
    }
    const cree = await call("POST", "/api/brouillons", { corps: { modele: this.modele, saisie: this.lire() } });
    this.id = cree.id;
    this.revision = cree.revision;
    this.surCreation(cree);
  }

  async put(saisie, autres) {
    const corps = { saisie, revision: this.revision, ...autres };
    try {
      ({ revision: this.revision } = await call("PUT", `/api/brouillons/${this.id}`, { corps }));
    } catch (erreur) {
      if (erreur instanceof Injoignable) this.parti = saisie;
      else if (!isPassager(erreur)) this.parti = null;
      throw erreur;
    }
    this.parti = null;
  }

  /** Note that what was saved at a revision may have been drafted, without an answer: the next save asks. */
  doubt(saisie, revision) {
    if (revision !== this.revision) return;
    this.parti = saisie;
    this.sale = true;
  }

  fail(erreur) {
    if (erreur instanceof Probleme && erreur.statut === 409) {
      this.conflit = erreur.corps.revision;
      this.tell("conflit");
    } else if (isPassager(erreur)) {
      const secondes = erreur.attente || (ATTENTES[this.essai] ?? 30);
      this.essai += 1;
      this.tell("coupure", explain(erreur));
      this.plan(secondes * 1000);
    } else {
      this.tell("refus", explain(erreur));
    }
  }

  /** After a conflict: let what is typed here replace what was saved elsewhere. */
  force() {
    this.revision = this.conflit ?? this.revision;
    this.etat = "modifie";
    return this.save();
  }

  /** Forget what is typed here: what was saved elsewhere stands. */
  discard() {
    this.sale = false;
    drop(this.compte, this.cle);
  }

  /** Stop; what is not saved stays in the copy of this tab. */
  close() {
    this.fin.abort();
    clearTimeout(this.minuteur);
  }
}
