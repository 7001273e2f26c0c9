// Remarks: on a paragraph, shown under it, or on the whole act.

import { call, getCompte } from "../api.js";
import { announce, button, fill, focusOn, h, verbatim } from "../dom.js";
import { saut } from "../liens.js";
import { sayInstant } from "../formulaire/moments.js";
import { nameOf } from "./mots.js";

const EXTRAIT = 70;

export class Commentaires {
  constructor(page) {
    this.page = page;
    this.liste = h("ul", { class: "remarques" });
    this.places = new Map();
    this.choix = h(
      "select",
      { id: "remarque-bloc", class: "saisie" },
      h("option", { value: "" }, "L’acte entier"),
      page.version.acte.blocs.map(
        (bloc, rang) =>
          bloc.texte.trim() && h("option", { value: rang }, verbatim(`${rang + 1}. ${cut(bloc.texte)}`)),
      ),
    );
    this.texte = h("textarea", { id: "remarque", class: "saisie", rows: 3, maxlength: 5000 });
    this.element = h(
      "section",
      { "aria-labelledby": "titre-remarques" },
      h("h2", { id: "titre-remarques" }, "Remarques"),
      this.liste,
      h(
        "details",
        { class: "panneau", id: "nouvelle-remarque" },
        h("summary", {}, "Faire une remarque"),
        h("div", { class: "champ" }, h("label", { for: "remarque-bloc" }, "Sur quel paragraphe"), this.choix),
        h("div", { class: "champ" }, h("label", { for: "remarque" }, "Votre remarque"), this.texte),
        button("secondaire", "Ajouter la remarque", () => this.add()),
      ),
    );
    this.show();
  }

  /** Give what stands under a paragraph; kept, so that a remark made later comes there too. */
  at(rang) {
    if (!this.page.version.acte.blocs[rang].texte.trim()) return null;
    if (!this.places.has(rang)) this.places.set(rang, h("div"));
    this.showAt(rang);
    return this.places.get(rang);
  }

  showAt(rang) {
    const ici = this.page.remarques.filter((r) => r.bloc === rang && !r.resolu_le);
    fill(
      this.places.get(rang),
      ici.length > 0 &&
        h(
          "ul",
          { class: "remarques", "aria-label": "Remarques sur ce paragraphe" },
          ici.map((r) => this.makeRemarque(r)),
        ),
    );
  }

  /** Make the button that comments a paragraph. */
  makeBouton(rang, nom) {
    return button("discret", ["Faire une remarque", h("span", { class: "hors-ecran" }, ` : ${nom}`)], () => {
      document.getElementById("nouvelle-remarque").open = true;
      this.choix.value = String(rang);
      focusOn(this.texte);
    });
  }

  show() {
    const { remarques } = this.page;
    fill(
      this.liste,
      remarques.length ? remarques.map((r) => this.makeRemarque(r, true)) : h("li", {}, "Aucune remarque."),
    );
    for (const rang of this.places.keys()) this.showAt(rang);
  }

  makeRemarque(remarque, liste = false) {
    const { bloc, par, genre, version } = remarque;
    const peut = [par.id, this.page.dossier.responsable.id].includes(getCompte().id);
    return h(
      "li",
      { class: "remarque" },
      h(
        "p",
        { class: "meta" },
        h("strong", {}, genre === "renvoi" ? "Motif de renvoi" : "Remarque"),
        " de ",
        verbatim(nameOf(par)),
        ` ${sayInstant(remarque.cree_le)}, version ${version}`,
      ),
      h("p", { class: "dit" }, verbatim(remarque.texte)),
      h(
        "div",
        { class: "actions" },
        liste && bloc !== null && saut("Voir le paragraphe", () => document.getElementById(`bloc-${bloc}`)),
        remarque.resolu_le
          ? h("span", { class: "etiquette neutre" }, "Traitée")
          : peut && button("discret", "Marquer comme traitée", () => this.resolve(remarque)),
      ),
    );
  }

  async add() {
    const texte = this.texte.value.trim();
    if (!texte) return this.texte.focus();
    const bloc = this.choix.value === "" ? null : Number(this.choix.value);
    return this.send(
      "commentaires",
      { ...this.page.lu, bloc, texte },
      "Remarque ajoutée.",
      () => (this.texte.value = ""),
    );
  }

  resolve(remarque) {
    return this.send(`commentaires/${remarque.id}/resolution`, undefined, "Remarque traitée.", () => {});
  }

  async send(adresse, corps, dit, ensuite) {
    try {
      await call("POST", `${this.page.chemin}/${adresse}`, { corps });
      ensuite();
      this.page.remarques = (await call("GET", `${this.page.chemin}/commentaires`)).commentaires;
      this.show();
      announce(dit);
      focusOn(this.element.querySelector("h2"));
    } catch (erreur) {
      this.page.refuse(erreur, "La remarque n’est pas enregistrée");
    }
  }
}

function cut(texte) {
  return texte.length > EXTRAIT ? `${texte.slice(0, EXTRAIT)}…` : texte;
}
