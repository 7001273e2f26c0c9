// The reviewer’s decision: three checks, a reason for each error that is left, sign off or send back.

import { button, fill, h, makeId, verbatim } from "../dom.js";
import { saut } from "../liens.js";
import { ROLES } from "./mots.js";
import { sayAuNomDe } from "./relecteurs.js";

const CONTROLES = {
  exactitude: ["Exactitude", "Les faits, noms, dates et montants sont exacts."],
  plausibilite: ["Plausibilité", "L’acte dit bien ce qui a été décidé, et se tient."],
  sources: ["Sources", "Les textes et pièces visés existent et disent ce qui est dit."],
};
const RAISON_MIN = 5;

export class Visa {
  constructor(page) {
    this.page = page;
    this.raisons = new Map();
    const { dossier } = page;
    const role = ROLES[dossier.circuit[dossier.etape]];
    this.titre = h("h2", { id: "titre-decision", tabindex: "-1" }, "Votre décision");
    this.controles = Object.entries(CONTROLES).map(([nom, [mot, quoi]]) =>
      makeControle(nom, mot, quoi, () => page.tell()),
    );
    this.viser = button("principal", `Viser l’étape « ${role} »`, () => this.approve());
    this.renvoi = h("textarea", {
      id: "raison-renvoi",
      class: "saisie",
      rows: 3,
      maxlength: 2000,
      "aria-describedby": "aide-renvoi faute-renvoi",
    });
    this.renvoyer = button("secondaire", "Renvoyer avec ce motif", () => this.sendBack());
    this.faute = h("p", { class: "faute", id: "faute-renvoi", hidden: true });
    this.element = h(
      "section",
      { class: "panneau decision", "aria-labelledby": "titre-decision" },
      this.titre,
      h("fieldset", { class: "champ" }, h("legend", {}, "Les trois contrôles"), this.controles),
      h(
        "p",
        { class: "aide" },
        `En visant, vous attestez avoir lu la version ${page.version.numero} et fait ces contrôles. Votre visa est inscrit au registre avec votre nom${dossier.au_nom_de ? ", et celui de la personne que vous remplacez" : ""}. Il ne se reprend pas.`,
      ),
      dossier.au_nom_de && h("p", {}, "Vous visez ", h("strong", {}, sayAuNomDe(dossier.au_nom_de)), "."),
      h("div", { class: "actions" }, this.viser),
      h("h3", {}, "Ou renvoyer l’acte pour correction"),
      h(
        "div",
        { class: "champ" },
        h("label", { for: "raison-renvoi" }, "Motif du renvoi"),
        h(
          "p",
          { class: "aide", id: "aide-renvoi" },
          "Ce qu’il faut corriger, et où. La personne qui suit l’acte le lira.",
        ),
        this.renvoi,
        this.faute,
      ),
      h("div", { class: "actions" }, this.renvoyer),
    );
  }

  /** Ask why an error is left; null for a finding that forbids nothing. */
  makeDerogation(constat) {
    const { constats, a_deroger } = this.page.version;
    if (!a_deroger.includes(constats.indexOf(constat))) return null;
    const id = makeId("raison");
    const boite = h("textarea", {
      id,
      class: "saisie",
      rows: 2,
      maxlength: 2000,
      oninput: () => this.page.tell(),
    });
    this.raisons.set(constat, boite);
    return h(
      "div",
      { class: "champ derogation" },
      h("label", { for: id }, `Passer outre ${constat.code} : pourquoi`),
      boite,
    );
  }

  isMotivee(constat) {
    return this.raisons.get(constat).value.trim().length >= RAISON_MIN;
  }

  countDerogations() {
    return [...this.raisons.keys()].filter((c) => !this.isMotivee(c)).length;
  }

  countControles() {
    return this.controles.filter((c) => !c.querySelector("input").checked).length;
  }

  async approve() {
    const { page } = this;
    fill(page.alerte);
    this.viser.disabled = true;
    const cases = this.controles.map((c) => c.querySelector("input"));
    const decision = {
      etape: page.dossier.etape,
      controles: Object.fromEntries(cases.map((c) => [c.name, c.checked])),
      derogations: [...this.raisons]
        .filter(([constat]) => this.isMotivee(constat))
        .map(([{ code, bloc }, boite]) => ({ code, bloc, raison: boite.value.trim() })),
    };
    try {
      const { dossier } = await page.decide("visa", decision);
      const suite = dossier.etat === "valide" ? "L’acte est validé." : "L’acte passe à l’étape suivante.";
      await page.again(`Visa enregistré. ${suite}`);
    } catch (erreur) {
      page.refuse(erreur, "Le visa n’est pas donné", ...this.listManques(erreur));
    } finally {
      this.viser.disabled = false;
    }
  }

  /** Say what the server still wants, each with the way to it. */
  listManques({ statut, corps, fautes = [] }) {
    const ligne = (mots, find) => h("li", {}, saut(mots, find));
    const { passages = [], constats = [], refus = [] } = statut === 409 ? corps : {};
    const lignes = [
      passages.map((bloc) =>
        ligne(this.page.jugements.get(bloc)?.querySelector("strong").textContent ?? `Paragraphe ${bloc + 1}`, () =>
          this.page.jugements.get(bloc),
        ),
      ),
      constats.map((c) => ligne(`${c.code} : ${c.message}`, () => this.findRaison(c))),
      refus.map((r) => h("li", {}, verbatim(r.message))),
      fautes
        .map((f) => [f, /^controles\.(\w+)$/.exec(f.champ)?.[1]])
        .filter(([, nom]) => nom)
        .map(([f, nom]) =>
          ligne(`${CONTROLES[nom][0]} : ${f.raison}`, () => this.element.querySelector(`[name=${nom}]`)),
        ),
    ].flat();
    return lignes.length ? [h("ul", {}, lignes)] : [];
  }

  findRaison({ code, bloc }) {
    return [...this.raisons].find(([c]) => c.code === code && c.bloc === bloc)?.[1];
  }

  async sendBack() {
    const raison = this.renvoi.value.trim();
    this.faute.hidden = raison.length >= RAISON_MIN;
    if (!this.faute.hidden) {
      fill(this.faute, "Écrivez ce qu’il faut corriger : un renvoi est toujours motivé.");
      this.renvoi.setAttribute("aria-invalid", "true");
      this.renvoi.focus();
      return;
    }
    const { page } = this;
    this.renvoyer.disabled = true;
    await page.act(() => page.decide("renvoi", { raison }), "Acte renvoyé.");
    this.renvoyer.disabled = false;
  }
}

function makeControle(nom, mot, quoi, onchange) {
  const id = makeId("controle");
  return h(
    "div",
    { class: "option" },
    h("input", { type: "checkbox", id, name: nom, onchange }),
    h("label", { for: id }, h("strong", {}, mot), ` – ${quoi}`),
  );
}
