// A form built from the schema of a template: what is shown follows what is asked, faults stand beside their field.

import { h, released } from "../dom.js";
import { makeChamp } from "./champ.js";
import { makeBloc, makeGroupe } from "./groupes.js";
import { makePoints } from "./points.js";
import { collect, isAsked, isVide } from "./saisie.js";

/** Tell whether a field needs the whole width, where short ones stand side by side. */
function isAmple(champ) {
  return (
    ["points", "bloc", "groupe", "texte"].includes(champ.type) || (champ.type === "phrase" && champ.longueur > 160)
  );
}

/** A form on the page. `champs` and `valeurs` are those of the top level; `surChangement` is told of each change. */
export class Formulaire {
  constructor(champs, valeurs, surChangement) {
    this.champs = champs;
    this.valeurs = valeurs;
    this.surChangement = surChangement;
    this.fautes = [];
    this.toutes = false;
    this.controles = new Map();
    this.conditions = [];
    // By the object that holds the value, not by its path: an item that moves keeps what was seen of it.
    this.vus = new WeakMap();
    const niveaux = [{ champs, valeurs }];
    this.element = h(
      "div.formulaire",
      this.makeChamps(champs, {
        valeurs,
        chemin: "",
        dessus: [],
        niveaux,
        repete: false,
        formulaire: this,
      }),
    );
    this.refresh();
  }

  /** Give what is sent to the server. */
  get saisie() {
    return collect(this.champs, this.valeurs);
  }

  makeChamps(champs, lieu) {
    const niveaux = [{ champs, valeurs: lieu.valeurs }, ...(lieu.dessus ?? [])];
    return champs.map((champ) => {
      const chemin = lieu.chemin ? `${lieu.chemin}.${champ.nom}` : champ.nom;
      const element = this.makeUn(champ, { ...lieu, chemin, niveaux });
      element.classList.toggle("ample", isAmple(champ));
      if (Object.keys(champ.si).length) this.conditions.push({ champ, niveaux, element });
      return element;
    });
  }

  makeUn(champ, lieu) {
    const suite = (champs, sous) => this.makeChamps(champs, sous);
    if (champ.type === "points") return makePoints(champ, lieu);
    if (champ.type === "bloc") return makeBloc(champ, lieu, suite);
    if (champ.type === "groupe") return makeGroupe(champ, lieu, suite);
    return makeChamp(champ, lieu);
  }

  /** Take a control: what it stands for, where it lives, how to go to it and how to show its fault. */
  register(champ, lieu, element, controle) {
    this.controles.set(lieu.chemin, { champ, element, valeurs: lieu.valeurs, ...controle });
  }

  /** Forget the controls under a path: they are about to be made again. */
  forget(prefixe) {
    for (const chemin of this.controles.keys()) if (chemin.startsWith(prefixe)) this.controles.delete(chemin);
  }

  changed() {
    this.refresh();
    this.surChangement();
  }

  visited(valeurs, nom) {
    const noms = this.vus.get(valeurs) ?? new Set();
    noms.add(nom);
    this.vus.set(valeurs, noms);
    // A field is left by pressing a button, which a fault shown above it would move.
    released().then(() => this.showFautes());
  }

  /** Show the fields that are asked, hide the others. */
  refresh() {
    this.conditions = this.conditions.filter(({ element }) => element.isConnected || !this.element?.isConnected);
    for (const { champ, niveaux, element } of this.conditions) element.hidden = !isAsked(champ, niveaux);
    this.showFautes();
  }

  /** Take the faults that the server found. */
  setFautes(fautes) {
    this.fautes = fautes;
    this.showFautes();
  }

  /** Show every fault, seen or not: someone asked for the draft. */
  showAll() {
    this.toutes = true;
    this.showFautes();
  }

  showFautes() {
    const par = new Map();
    for (const faute of this.fautes) {
      const controle = this.find(faute.champ);
      if (controle && !par.has(controle.element)) par.set(controle.element, { controle, raison: faute.raison });
    }
    for (const controle of this.listAll()) {
      const trouve = par.get(controle.element);
      controle.show(trouve && (this.toutes || this.isVu(controle)) ? trouve.raison : null);
    }
  }

  *listAll() {
    for (const controle of this.controles.values()) {
      yield controle;
      if (controle.point)
        for (let rang = 0, p = controle.point(0); p; p = controle.point(++rang)) yield { ...p, parent: controle };
    }
  }

  /** A fault is shown once its field was left, or as soon as something stands in it: an empty one is not at fault yet. */
  isVu(controle) {
    const { valeurs, champ } = controle.parent ?? controle;
    const compose = champ.type === "bloc" || champ.type === "groupe";
    return (!compose && !isVide(valeurs[champ.nom])) || (this.vus.get(valeurs)?.has(champ.nom) ?? false);
  }

  /** Find the control of a path, else that of the nearest thing around it. */
  find(chemin) {
    for (let reste = chemin; reste; reste = reste.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, "")) {
      if (this.controles.has(reste)) return this.controles.get(reste);
      const point = /^(.*)\[(\d+)\]$/.exec(reste);
      const trouve = point && this.controles.get(point[1])?.point?.(Number(point[2]));
      if (trouve) return trouve;
    }
    return null;
  }

  focus(chemin) {
    const controle = this.find(chemin);
    if (!controle) return;
    controle.element.scrollIntoView({ block: "center" });
    controle.focus();
  }
}
