// What the reviewer decides of each passage of the machine, under the passage itself.

import { call, getCompte } from "../api.js";
import { announce, button, fill, focusOn, h, makeId, verbatim } from "../dom.js";
import { count } from "../pages/commun.js";
import { nameOf } from "./mots.js";
import { DECISIONS, ORIGINES } from "./relecteurs.js";

const CHOIX = [
  ["accepte", "Accepter"],
  ["corrige", "Corriger"],
  ["rejete", "Rejeter"],
];

export class Jugements {
  constructor(page) {
    this.page = page;
    const { passages } = page.version;
    this.vues = new Map(
      passages.map((p, rang) => [p.bloc, this.make(p, `Passage ${rang + 1} sur ${passages.length}`)]),
    );
  }

  get(bloc) {
    return this.vues.get(bloc);
  }

  mine(passage) {
    return passage.decisions.find((d) => d.par.id === getCompte().id);
  }

  countRestants() {
    return this.page.version.passages.filter((p) => !this.mine(p)).length;
  }

  /** Give the first passage that is still to be judged, or the first of all. */
  next() {
    const { passages } = this.page.version;
    return this.get((passages.find((p) => !this.mine(p)) ?? passages[0])?.bloc);
  }

  make(passage, nom) {
    const id = makeId("jugement");
    const dites = h("ul", { class: "decisions" });
    const outils = h("div", { class: "actions" });
    const faute = h("p", { class: "faute", hidden: true });
    const relit = this.page.may("viser");
    const element = h(
      "section",
      { class: "jugement", tabindex: "-1", "aria-labelledby": id },
      h("p", { id }, h("strong", {}, nom), ` – ${passage.origines.map((o) => ORIGINES[o]).join(" ; ")}`),
      dites,
      outils,
      faute,
    );
    const show = () => {
      fill(dites, passage.decisions.map(makeDecision), relit && !this.mine(passage) && h("li", {}, "À juger"));
      fill(
        outils,
        relit && [
          CHOIX.map(([decision, mots]) => this.makeChoix(passage, nom, decision, mots, choose)),
          this.page.commentaires.makeBouton(passage.bloc, nom),
        ],
      );
    };
    const judge = async (decision, texte) => {
      faute.hidden = true;
      try {
        await this.send(passage, decision, texte);
      } catch (erreur) {
        this.page.refuse(erreur, "La décision n’est pas enregistrée");
        return;
      }
      show();
      this.page.tell();
      const restants = this.countRestants();
      announce(
        `${nom} : ${DECISIONS[decision]}. ${restants ? `Il reste ${count(restants, "passage")} à juger.` : "Tous les passages sont jugés."}`,
      );
      focusOn(restants ? this.next() : element);
    };
    const choose = (decision) => {
      if (decision !== "corrige") return judge(decision, null);
      fill(
        outils,
        makeEditeur(passage, nom, judge, () => (show(), focusOn(element))),
      );
      return outils.querySelector("textarea").focus();
    };
    show();
    return element;
  }

  makeChoix(passage, nom, decision, mots, choose) {
    const choisi = this.mine(passage)?.decision === decision;
    return button(
      choisi ? "principal" : "secondaire",
      [mots, h("span", { class: "hors-ecran" }, ` : ${nom}`)],
      () => choose(decision),
      {
        "aria-pressed": String(choisi),
      },
    );
  }

  async send(passage, decision, texte) {
    await call("PUT", `${this.page.chemin}/examens`, {
      corps: { ...this.page.lu, decisions: [{ bloc: passage.bloc, decision, texte }] },
    });
    const autres = passage.decisions.filter((d) => d.par.id !== getCompte().id);
    passage.decisions = [...autres, { par: getCompte(), decision, texte, le: new Date().toISOString() }];
  }
}

function makeDecision({ par, decision, texte }) {
  return h(
    "li",
    {},
    h("strong", {}, DECISIONS[decision]),
    " par ",
    verbatim(nameOf(par)),
    texte && [". Texte proposé : « ", verbatim(texte), " »"],
  );
}

/** Propose words: who drafts puts them in, for a reviewer who changed the act could not sign it off. */
function makeEditeur(passage, nom, judge, annuler) {
  const id = makeId("correction");
  const boite = h("textarea", {
    id,
    class: "saisie",
    rows: 4,
    maxlength: 5000,
    value: passage.texte,
    "aria-describedby": `${id}-aide`,
  });
  const propose = () => (boite.value.trim() ? judge("corrige", boite.value.trim()) : boite.focus());
  return h(
    "div",
    { class: "editeur" },
    h("label", { for: id }, `Texte proposé, ${nom.toLowerCase()}`),
    h(
      "p",
      { class: "aide", id: `${id}-aide` },
      "L’acte ne change pas ici : renvoyez-le ensuite, la personne qui l’a rédigé mettra ce texte et vous le renverra.",
    ),
    boite,
    h(
      "div",
      { class: "actions" },
      button("principal", "Proposer ce texte", propose),
      button("discret", "Annuler", annuler),
    ),
  );
}
