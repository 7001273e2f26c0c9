// One's own account: who one is here, and a new password.

import { call, explain, getCompte } from "../api.js";
import { fill, focusOn, h, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";

const ROLES = {
  administrateur: "administrateur",
  redacteur: "rédacteur",
  relecteur_juridique: "relecteur juridique",
  direction: "direction",
  elu: "élu",
  referent_ethique: "référent éthique",
  auditeur: "auditeur",
};

export function showCompte() {
  const compte = getCompte();
  const alerte = h("div", { role: "alert" });
  const champ = (id, label, autocomplete, aide) =>
    h(
      "div",
      { class: "champ" },
      h("label", { for: id }, label),
      aide && h("p", { class: "aide", id: `${id}-aide` }, aide),
      h("input", {
        id,
        type: "password",
        class: "saisie",
        autocomplete,
        "aria-describedby": aide ? `${id}-aide` : null,
      }),
    );
  const refuse = (texte, id) => {
    fill(alerte, message("erreur", "", h("p", {}, texte)));
    document.getElementById(id).focus();
  };
  const send = async (e) => {
    e.preventDefault();
    const [ancien, nouveau, encore] = ["ancien", "nouveau", "encore"].map(
      (id) => document.getElementById(id).value,
    );
    if (!ancien) return refuse("Écrivez votre mot de passe actuel.", "ancien");
    if (!nouveau) return refuse("Écrivez le nouveau mot de passe.", "nouveau");
    if (nouveau !== encore) return refuse("Les deux nouveaux mots de passe diffèrent.", "encore");
    try {
      await call("POST", "/api/moi/mot-de-passe", { corps: { ancien, nouveau } });
      formulaire.reset();
      fill(alerte, message("reussite", "", h("p", { tabindex: "-1" }, "Votre mot de passe est changé.")));
      focusOn(alerte.querySelector("p"));
    } catch (erreur) {
      refuse(explain(erreur), "ancien");
    }
  };
  const formulaire = h(
    "form",
    { novalidate: true, onsubmit: send },
    h("input", {
      type: "text",
      class: "hors-ecran",
      autocomplete: "username",
      value: compte.identifiant,
      "aria-hidden": "true",
      tabindex: "-1",
      readonly: true,
    }),
    champ("ancien", "Mot de passe actuel", "current-password"),
    champ(
      "nouveau",
      "Nouveau mot de passe",
      "new-password",
      "Une phrase de plusieurs mots se retient mieux qu’un mot compliqué.",
    ),
    champ("encore", "Nouveau mot de passe, une seconde fois", "new-password"),
    h("button", { type: "submit", class: "bouton principal" }, "Changer le mot de passe"),
  );
  return {
    titre: "Mon compte",
    contenu: [
      h("h1", {}, "Mon compte"),
      h(
        "dl",
        { class: "fiche" },
        [
          ["Nom", `${compte.prenom} ${compte.nom}`],
          ["Identifiant", compte.identifiant],
          ["Rôles", compte.roles.map((r) => ROLES[r] ?? r).join(", ")],
          ["Collectivité", compte.collectivite?.nom ?? ""],
        ]
          .filter(([, v]) => v)
          .map(([nom, valeur]) => [h("dt", {}, nom), h("dd", {}, verbatim(valeur))]),
      ),
      h("h2", {}, "Relecture"),
      h(
        "ul",
        {},
        h("li", {}, lien("absences", "Mes absences"), " : qui relit et vise à votre place, quels jours"),
        compte.roles.includes("administrateur") &&
          h("li", {}, lien("circuits", "Circuits de relecture"), " : qui vise chaque modèle d’acte, dans l’ordre"),
      ),
      h("h2", {}, "Changer de mot de passe"),
      alerte,
      formulaire,
    ],
  };
}
