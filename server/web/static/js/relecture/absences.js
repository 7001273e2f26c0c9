// « Mes absences »: who reviews in one's place, from which day to which day; ended at once, put back at once.

import { call, explain, getCompte } from "../api.js";
import { button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { toLong } from "../formulaire/moments.js";
import { listChoix, makeDemande } from "./demande.js";
import { ROLES, nameOf } from "./mots.js";

const MOTIFS = { absence: "absence", delegation: "délégation" };

export async function showAbsences() {
  const page = new PageAbsences();
  const [, { personnes }] = await Promise.all([page.load(), call("GET", "/api/personnes")]);
  page.personnes = personnes;
  page.render();
  return { titre: "Mes absences", contenu: page.element };
}

class PageAbsences {
  constructor() {
    this.administre = getCompte().roles.includes("administrateur");
    this.suite = h("div", { role: "status" });
    this.titre = h("h2", { tabindex: "-1" }, "En cours et à venir");
    this.liste = h("div");
    this.formulaire = h("div", { class: "suite-page" });
    this.element = [
      h("h1", {}, "Mes absences"),
      h(
        "p",
        { class: "chapo" },
        "Quand vous êtes absent, une autre personne relit et vise à votre place. Le visa dit qui a visé, et à la place de qui. Personne ne vise un acte qu’il a rédigé.",
      ),
      h("p", {}, lien("compte", "Revenir à mon compte")),
      this.suite,
      this.titre,
      this.liste,
      this.formulaire,
    ];
  }

  async load() {
    ({ delegations: this.delegations } = await call("GET", "/api/delegations"));
  }

  render() {
    fill(
      this.liste,
      this.delegations.length
        ? h(
            "ul",
            { class: "actes" },
            this.delegations.map((une) => this.makeLigne(une)),
          )
        : h("p", { class: "vide" }, "Aucune absence n’est prévue."),
    );
    fill(this.formulaire, h("h2", {}, "Prévoir une absence"), this.makeFormulaire());
  }

  makeLigne(une) {
    const mienne = une.delegant.id === getCompte().id;
    const place = mienne ? "à votre place" : ["à la place de ", verbatim(nameOf(une.delegant))];
    return h(
      "li",
      { class: "acte" },
      h("h3", {}, `Étape « ${ROLES[une.role]} » : `, verbatim(nameOf(une.delegataire)), ", ", place),
      h("p", { class: "meta" }, `${MOTIFS[une.motif]} – ${sayJours(une)}`),
      (mienne || this.administre) &&
        h(
          "div",
          { class: "actions" },
          button("secondaire", "Mettre fin", () => this.end(une), {
            "aria-label": `Mettre fin : ${une.delegataire.prenom} ${une.delegataire.nom}, ${sayJours(une)}`,
          }),
        ),
    );
  }

  async end(une) {
    await this.change(async () => {
      await call("DELETE", `/api/delegations/${une.id}`);
      this.say("C’est terminé : cette personne ne relit plus à votre place.", () => this.restore(une));
    });
  }

  restore({ delegant, delegataire, role, motif, debut, fin }) {
    return this.change(async () => {
      const corps = { delegant_id: delegant.id, delegataire_id: delegataire.id, role, motif, debut, fin };
      await call("POST", "/api/delegations", { corps });
      this.say("L’absence est rétablie.");
    });
  }

  /** Do something, then show the list again; a refusal is said in its place. */
  async change(action) {
    try {
      await action();
      await this.load();
      this.render();
    } catch (erreur) {
      fill(this.suite, message("erreur", "Ce n’est pas fait", h("p", {}, explain(erreur))));
    }
    focusOn(this.suite.querySelector("button") ?? this.suite.firstChild);
  }

  say(mots, undo) {
    fill(this.suite, message("reussite", "", h("p", {}, mots), undo && button("secondaire", "Annuler", undo)));
  }

  makeFormulaire() {
    const moi = getCompte();
    const tous = this.personnes.filter((une) => une.roles.some((role) => ROLES[role]));
    const absents = this.administre ? tous : tous.filter((une) => une.id === moi.id);
    if (!absents.length)
      return h("p", {}, "Vous n’avez pas de rôle de relecture : votre absence ne retarde aucune relecture.");
    const roles = Object.keys(ROLES).filter((role) => absents.some((une) => une.roles.includes(role)));
    const champs = [
      this.administre && {
        nom: "delegant_id",
        label: "Qui est absent",
        type: "choix",
        choix: listChoix(absents),
        manque: "choisissez la personne absente",
      },
      {
        nom: "delegataire_id",
        label: this.administre ? "Qui relit à sa place" : "Qui relit à votre place",
        type: "choix",
        choix: listChoix(this.personnes.filter((une) => this.administre || une.id !== moi.id)),
        manque: "choisissez la personne qui relira",
      },
      // What leaves no choice is not asked.
      roles.length > 1 && {
        nom: "role",
        label: "Pour quelle étape",
        type: "choix",
        choix: roles.map((role) => ({ valeur: role, label: ROLES[role] })),
        manque: "choisissez l’étape",
      },
      { nom: "debut", label: "Premier jour", type: "date", manque: "écrivez le premier jour" },
      { nom: "fin", label: "Dernier jour, compris", type: "date", manque: "écrivez le dernier jour" },
    ].filter(Boolean);
    return makeDemande(champs, {}, "Enregistrer l’absence", async (saisie) => {
      await call("POST", "/api/delegations", { corps: { role: roles[0], ...saisie, motif: "absence" } });
      await this.load();
      this.render();
      this.say("L’absence est enregistrée.");
      focusOn(this.titre);
    });
  }
}

function sayJours({ debut, fin }) {
  return debut === fin ? `le ${toLong(debut)}` : `du ${toLong(debut)} au ${toLong(fin)}`;
}
