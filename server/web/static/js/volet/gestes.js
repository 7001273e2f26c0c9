// What the buttons of the pane share: one thing at a time, what came of it said where it shows, a refusal in French.

import { explain } from "../api.js";
import { fill, focusOn, h, message } from "../dom.js";
import { confirm } from "../session.js";
import { RefusDeWord, supports } from "./word.js";

/** Say what went wrong, whether Word or the server said it. */
export function sayErreur(erreur) {
  return erreur instanceof RefusDeWord ? erreur.message : explain(erreur);
}

/** Do what a button asks; what `faire` gives is shown in `zone`, else `refus` and why. The focus goes there. */
export async function act(bouton, zone, refus, faire) {
  bouton.disabled = true;
  try {
    fill(zone, await faire());
  } catch (erreur) {
    fill(zone, message("erreur", refus, sayErreur(erreur)));
  } finally {
    bouton.disabled = false;
    focusOn(zone.querySelector("h2, .message"));
  }
}

/** Before words are replaced: this Word cannot follow the change, and somebody must want it all the same. */
export async function acceptSansSuivi() {
  const dit = "Cette version de Word ne sait pas suivre ce changement : le texte est remplacé sans trace.";
  return supports("1.4") || confirm("Remplacer sans suivi ?", `${dit} « Annuler » (Ctrl+Z) le remet.`, "Remplacer");
}

/** Say how words that were replaced can be judged. */
export function sayRemplace() {
  return supports("1.4")
    ? "Word suit ce changement : acceptez-le ou refusez-le (onglet Révision) avant le visa."
    : "Sans suivi des modifications : « Annuler » (Ctrl+Z) remet l’ancien texte.";
}
