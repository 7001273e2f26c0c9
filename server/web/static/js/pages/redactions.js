// Ask for a draft, and remember which one this tab follows: a page that is reloaded finds it again.

import { call, getCompte } from "../api.js";
import { drop, find, keep } from "../copies.js";
import { choose } from "../session.js";
import { count } from "./commun.js";

const cleOf = (id) => `redaction.${id}`;
const A_LA_MAIN = ["agent", "ia_retouchee"];

/** Ask for the draft; `garder` names the passages changed by hand that stay as they are. */
export function startRedaction(id, revision, { redacteur = null, garder = [] } = {}) {
  return startAt(id, `/api/brouillons/${id}/redaction`, { revision, redacteur, garder });
}

/** Ask for a draft, whole or one passage of it. */
export async function startAt(id, chemin, corps, passage) {
  try {
    const { redaction } = await call("POST", chemin, { corps });
    keep(getCompte().id, cleOf(id), { redaction, passage });
  } catch (erreur) {
    // It is being drafted already, from another window: follow that one.
    if (!erreur.corps?.redaction) throw erreur;
    keep(getCompte().id, cleOf(id), { redaction: erreur.corps.redaction });
  }
}

/** Give the drafting to follow for an act: the one that this tab asked for, else the one that the server tells. */
export function findRedaction(id, brouillon = null) {
  const garde = find(getCompte().id, cleOf(id));
  if (garde) return garde;
  return brouillon?.redaction_en_cours ? { redaction: brouillon.redaction_en_cours } : null;
}

export function forgetRedaction(id) {
  drop(getCompte().id, cleOf(id));
}

/** Ask what becomes of the passages changed by hand: their names when they are kept, null when nothing is to be done. */
export async function askGarder(passages) {
  const noms = (passages ?? []).filter((p) => A_LA_MAIN.includes(p.origine)).map((p) => p.nom);
  if (!noms.length) return [];
  const dit = `${count(noms.length, "passage a été corrigé", "passages ont été corrigés")} à la main.`;
  const choix = await choose("Garder vos corrections ?", dit, [
    ["danger", "Tout rédiger de nouveau", "tout"],
    ["principal", "Garder mes corrections", "garder"],
  ]);
  return { garder: noms, tout: [] }[choix] ?? null;
}
