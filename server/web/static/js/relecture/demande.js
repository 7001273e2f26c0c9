// A short form of the review: a few fields, one button, each fault beside its field.

import { explain } from "../api.js";
import { button, fill, focusOn, h, message } from "../dom.js";
import { Formulaire } from "../formulaire/formulaire.js";
import { parseDate } from "../formulaire/moments.js";
import { isVide } from "../formulaire/saisie.js";

const BASE = { obligatoire: true, si: {}, aide: "", exemple: "", longueur: 0 };

/**
 * Make a short form. `champs` are named as those of a template; `send` gets what was typed, and throws what was refused.
 * A server that finds fault with a field names it as `champs` does.
 */
export function makeDemande(champs, valeurs, mots, send) {
  const tous = champs.map((champ) => ({ ...BASE, ...champ }));
  const alerte = h("div", { role: "alert" });
  const formulaire = new Formulaire(tous, valeurs, () => {
    // What is being corrected is no longer what was refused.
    formulaire.setFautes([]);
  });
  const refuse = (fautes) => {
    formulaire.setFautes(fautes);
    formulaire.showAll();
    formulaire.focus(fautes[0].champ);
  };
  const envoyer = button("principal", mots, async () => {
    fill(alerte);
    const fautes = listFautes(tous, valeurs);
    if (fautes.length) return refuse(fautes);
    envoyer.disabled = true;
    try {
      await send(formulaire.saisie);
    } catch (erreur) {
      const connues = (erreur.fautes ?? []).filter(({ champ }) => formulaire.find(champ));
      if (connues.length) return refuse(connues);
      fill(alerte, message("erreur", "Ce n’est pas fait", h("p", {}, explain(erreur))));
      focusOn(alerte.firstChild);
    } finally {
      envoyer.disabled = false;
    }
  });
  return h("div", { class: "demande" }, alerte, formulaire.element, h("div", { class: "actions" }, envoyer));
}

/** Find what the page itself can tell: what is missing, what is no date. */
function listFautes(champs, valeurs) {
  const fautes = [];
  for (const champ of champs) {
    const valeur = valeurs[champ.nom];
    if (isVide(valeur)) fautes.push({ champ: champ.nom, raison: champ.manque });
    else if (champ.type === "date" && !parseDate(valeur))
      fautes.push({ champ: champ.nom, raison: "ce n’est pas une date : écrivez par exemple 21/12/2026" });
  }
  return fautes;
}

/** Give persons as choices, by their names. */
export function listChoix(personnes) {
  return personnes.map((une) => ({ valeur: une.id, label: `${une.prenom} ${une.nom}` }));
}
