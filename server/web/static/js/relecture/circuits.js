// « Circuits de relecture »: for each template, who signs off and in which order; for who administers.

import { call, explain } from "../api.js";
import { button, fill, focusOn, h, makeId, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { ROLES } from "./mots.js";
import { listRelecteurs } from "./relecteurs.js";

const RANGS = ["Première étape", "Deuxième étape", "Troisième étape", "Quatrième étape"];

export async function showCircuits() {
  const page = new PageCircuits();
  await page.load();
  return {
    titre: "Circuits de relecture",
    contenu: [
      h("h1", {}, "Circuits de relecture"),
      h(
        "p",
        { class: "chapo" },
        "Pour chaque modèle d’acte, qui relit et vise, dans l’ordre. Un changement vaut pour les prochains envois : les dossiers déjà faits gardent leur circuit.",
      ),
      h("p", {}, lien("compte", "Revenir à mon compte")),
      page.suite,
      page.liste,
    ],
  };
}

class PageCircuits {
  constructor() {
    this.suite = h("div", { role: "status" });
    this.liste = h("ul", { class: "actes" });
  }

  async load() {
    const [{ circuits }, { personnes }] = await Promise.all([
      call("GET", "/api/circuits"),
      call("GET", "/api/personnes"),
    ]);
    this.personnes = personnes;
    fill(
      this.liste,
      circuits.map((circuit) => this.makeModele(circuit)),
    );
  }

  makeModele(circuit) {
    const zone = h("div");
    const change = (e) => {
      const { target: bouton } = e;
      const close = () => {
        fill(zone);
        bouton.hidden = false;
        bouton.focus();
      };
      fill(zone, this.makeFormulaire(circuit, close));
      bouton.hidden = true;
      zone.querySelector("select").focus();
    };
    return h(
      "li",
      { class: "modele" },
      h("h2", {}, verbatim(circuit.titre)),
      h(
        "ol",
        { class: "relecteurs" },
        circuit.roles.map((role) =>
          h(
            "li",
            {},
            ROLES[role],
            !listRelecteurs(role, this.personnes, null).length && h("strong", {}, " – personne n’a ce rôle"),
          ),
        ),
      ),
      circuit.propre && h("p", { class: "meta" }, h("span", { class: "etiquette" }, "Changé par la collectivité")),
      h(
        "div",
        { class: "actions" },
        button("secondaire", "Changer", change, { "aria-label": `Changer : ${circuit.titre}` }),
        circuit.propre &&
          button("discret", "Revenir au circuit du modèle", () => this.put(circuit, null), {
            "aria-label": `Revenir au circuit du modèle : ${circuit.titre}`,
          }),
      ),
      zone,
    );
  }

  makeFormulaire(circuit, close) {
    const faute = h("p", { class: "faute", id: makeId("faute"), hidden: true });
    const etapes = RANGS.map((rang, numero) => {
      const id = makeId("etape");
      const choix = h(
        "select",
        { id, class: "saisie courte", "aria-describedby": faute.id },
        h("option", { value: "" }, "Aucune"),
        Object.entries(ROLES).map(([role, mots]) => h("option", { value: role }, mots)),
      );
      choix.value = circuit.roles[numero] ?? "";
      return { choix, element: h("div", { class: "champ" }, h("label", { for: id }, rang), choix) };
    });
    const refuse = (raison, { choix }) => {
      fill(faute, raison);
      faute.hidden = false;
      choix.setAttribute("aria-invalid", "true");
      choix.focus();
    };
    const save = () => {
      for (const { choix } of etapes) choix.removeAttribute("aria-invalid");
      const roles = etapes.map(({ choix }) => choix.value).filter(Boolean);
      const double = etapes.find(({ choix }, rang) =>
        etapes.slice(0, rang).some((avant) => choix.value && avant.choix.value === choix.value),
      );
      if (!roles.length) return refuse("Il faut au moins une étape : un acte est toujours relu.", etapes[0]);
      if (double) return refuse("Un même rôle ne vise qu’une fois.", double);
      return this.put(circuit, roles);
    };
    return h(
      "div",
      { class: "demande", role: "group", "aria-label": `Circuit : ${circuit.titre}` },
      h(
        "div",
        { class: "cote-a-cote" },
        etapes.map(({ element }) => element),
      ),
      faute,
      h(
        "div",
        { class: "actions" },
        button("principal", "Enregistrer", save),
        button("discret", "Annuler", close),
      ),
    );
  }

  /** Give a template a circuit of its own, or its first one (null), and offer the way back. */
  async put(circuit, roles, dit = "Circuit enregistré") {
    try {
      const chemin = `/api/circuits/${circuit.modele}`;
      await (roles ? call("PUT", chemin, { corps: { roles } }) : call("DELETE", chemin));
      await this.load();
      const avant = circuit.propre ? circuit.roles : null;
      const undo = () => this.put(circuit, avant, "Circuit rétabli");
      fill(
        this.suite,
        message(
          "reussite",
          "",
          h("p", {}, `${dit} : `, verbatim(circuit.titre), "."),
          dit === "Circuit enregistré" && button("secondaire", "Annuler ce changement", undo),
        ),
      );
    } catch (erreur) {
      fill(this.suite, message("erreur", "Ce n’est pas fait", h("p", {}, explain(erreur))));
    }
    focusOn(this.suite.querySelector("button") ?? this.suite.firstChild);
  }
}
