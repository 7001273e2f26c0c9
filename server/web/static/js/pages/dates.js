// After an act was taken up again: which dates moved, and the way back for those that must not have.

import { announce, button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { getCompte } from "../api.js";
import { drop, find, keep } from "../copies.js";
import { labelOf } from "../formulaire/saisie.js";
import { toCourt, toLong } from "../formulaire/moments.js";
import { entrust, makeEtapes } from "./acte.js";
import { makeCollectivite } from "./collectivite.js";
import { PageSaisie, showSaisie } from "./saisie.js";

const CONSEIL =
  "La date d’une délégation, d’une délibération ou d’un avis déjà rendu ne bouge pas : remettez l’ancienne.";
const cleOf = (id) => `dates.${id}`;

/** Remember, for the form that opens next, which dates the server moved, and which texts hold others. */
export function keepDates(id, { dates, a_relire: textes }) {
  if (dates.length || textes.length) keep(getCompte().id, cleOf(id), { dates, textes });
}

/**
 * List the dates that moved, and the texts where others are written; null when there are none.
 * `put(champ, valeur)` writes a date, `aller(champ)` goes to a field.
 */
function makeDates(id, champs, { put, aller }) {
  const decalees = id ? find(getCompte().id, cleOf(id)) : null;
  if (!decalees) return null;
  const zone = h("div");
  const close = () => {
    drop(getCompte().id, cleOf(id));
    fill(zone);
    focusOn(document.querySelector("h1"));
  };
  const titre = decalees.dates.length
    ? "Les dates ont été décalées : vérifiez-les une à une"
    : "Des dates sont à relire";
  fill(
    zone,
    message(
      "attention",
      titre,
      decalees.dates.length > 0 && [h("p", {}, CONSEIL), makeTable(decalees.dates, champs, put)],
      makeTextes(decalees.textes, champs, aller),
      h("div", { class: "actions" }, button("secondaire", "J’ai vérifié", close)),
    ),
  );
  return zone;
}

function makeTable(dates, champs, put) {
  const entetes = ["Date", "Avant", "Maintenant", "Action"].map((t) => h("th", { scope: "col" }, t));
  const lignes = dates.map((date) => makeLigne(date, labelOf(champs, date.champ), put));
  const table = h("table", { class: "dates" }, h("thead", {}, h("tr", {}, entetes)), h("tbody", {}, lignes));
  return h("div", { class: "defilant", tabindex: "0", role: "region", "aria-label": "Dates décalées" }, table);
}

function makeLigne({ champ, ancienne, nouvelle }, label, put) {
  const etat = h("span");
  const bouton = button("discret", "", () => {
    show(!remise);
    put(champ, remise ? ancienne : nouvelle);
    announce(`${label} : ${toLong(remise ? ancienne : nouvelle)}.`);
  });
  let remise = false;
  const show = (nouvel) => {
    remise = nouvel;
    fill(etat, verbatim(toLong(remise ? ancienne : nouvelle)));
    fill(
      bouton,
      remise ? "Décaler de nouveau" : "Remettre l’ancienne",
      h("span", { class: "hors-ecran" }, ` : ${label}`),
    );
  };
  show(false);
  const cellules = [verbatim(toCourt(ancienne)), etat, bouton].map((contenu) => h("td", {}, contenu));
  return h("tr", {}, h("th", { scope: "row" }, label), cellules);
}

function makeTextes(textes, champs, aller) {
  if (!textes.length) return null;
  const liens = textes.map((champ) => {
    const suivre = (e) => {
      e.preventDefault();
      aller(champ);
    };
    return h("li", {}, h("a", { href: "#contenu", onclick: suivre }, labelOf(champs, champ)));
  });
  return [h("p", {}, "Ces textes contiennent une date, qui n’a pas été changée :"), h("ul", {}, liens)];
}

class SaisieDatee extends PageSaisie {
  makeAvant() {
    return makeDates(this.brouillon?.id, this.champs, {
      put: (champ, valeur) => this.putDate(champ, valeur),
      aller: (champ) => this.formulaire.focus(champ),
    });
  }

  makeCote() {
    return makeCollectivite(this.collectivite);
  }

  renderEtapes() {
    const id = this.enregistrement?.id ?? this.brouillon?.id;
    fill(this.zones.etapes, makeEtapes(id, "saisie", Boolean(this.brouillon?.acte)));
  }

  /** Go and watch the act being written: all that is shown of it until then is known here. */
  leave() {
    const { id, revision } = this.enregistrement;
    const { code, titre: neuf } = this.description;
    const { modele, passages = [], acte = null, titre } = this.brouillon ?? { modele: code, titre: neuf };
    entrust({ id, revision, modele, passages, acte, titre });
    location.hash = `#/acte/${id}/texte`;
  }

  created(cree) {
    if (this.ferme) return;
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
}

/** Show the form of an act, with the dates that moved when it was taken up again. */
export function showSaisieDatee(quoi) {
  return showSaisie(quoi, SaisieDatee);
}
