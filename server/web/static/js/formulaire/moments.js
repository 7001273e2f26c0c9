// Dates, times and amounts as people type them, said back as the act will print them.

import { fold } from "../pages/commun.js";

const MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const JOURS = "dimanche lundi mardi mercredi jeudi vendredi samedi".split(" ");

function clean(texte) {
  return fold(texte).trim().replace(/\s+/g, " ");
}

/** Read a date as the server does; null when it is none. */
export function parseDate(brut) {
  const texte = clean(String(brut ?? ""));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(texte);
  if (iso) return makeDate(iso[1], iso[2], iso[3]);
  const chiffres = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(texte);
  if (chiffres) return makeDate(chiffres[3], chiffres[2], chiffres[1]);
  const lettres = /^(?:[a-z]+di |dimanche )?(1er|\d{1,2}) ([a-z]+) (\d{4})$/.exec(texte);
  if (!lettres) return null;
  const mois = MOIS.findIndex((nom) => fold(nom) === lettres[2]) + 1;
  return mois ? makeDate(lettres[3], mois, parseInt(lettres[1], 10)) : null;
}

function makeDate(a, m, j) {
  const [annee, mois, jour] = [Number(a), Number(m), Number(j)];
  const date = new Date(Date.UTC(annee, mois - 1, jour));
  if (date.getUTCMonth() !== mois - 1 || date.getUTCDate() !== jour || annee < 1789 || annee > 2200) return null;
  return { annee, mois, jour };
}

function sayJour(jour, mois, annee) {
  return `${jour === 1 ? "1er" : jour} ${MOIS[mois - 1]} ${annee}`;
}

const pad = (nombre) => String(nombre).padStart(2, "0");

/** Give a date as 2026-11-02, or the text itself when it is none. */
export function toIso(brut) {
  const date = parseDate(brut);
  return date ? `${date.annee}-${pad(date.mois)}-${pad(date.jour)}` : brut;
}

/** Give a date as typed in a form: 02/11/2026, or the text itself when it is none. */
export function toCourt(brut) {
  const date = parseDate(brut);
  return date ? `${pad(date.jour)}/${pad(date.mois)}/${date.annee}` : String(brut ?? "");
}

/** Give a date in full: « lundi 2 novembre 2026 », or the text itself when it is none. */
export function toLong(brut) {
  const date = parseDate(brut);
  if (!date) return String(brut ?? "");
  const nom = JOURS[new Date(Date.UTC(date.annee, date.mois - 1, date.jour)).getUTCDay()];
  return `${nom} ${sayJour(date.jour, date.mois, date.annee)}`;
}

/** Give a time in full: « 8 h 30 », or "" when it is none. */
export function toHeure(brut) {
  const trouve = /^(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?$/.exec(clean(String(brut ?? "")));
  if (!trouve || (String(brut).includes(":") && !trouve[2]) || Number(trouve[1]) > 23 || Number(trouve[2] ?? 0) > 59)
    return "";
  return `${Number(trouve[1])} h${trouve[2] && trouve[2] !== "00" ? ` ${trouve[2]}` : ""}`;
}

/** Give an amount as the act prints it: « 1 234,50 € », or "" when it is none. */
export function toMontant(brut) {
  const texte = String(brut ?? "")
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(/(€|eur|euros?)$/i, "");
  const trouve = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(texte);
  if (!trouve) return "";
  const entier = trouve[1].replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const cents = (trouve[2] ?? "").padEnd(2, "0");
  return `${entier}${cents === "00" ? "" : `,${cents}`} €`;
}

/** Group the digits of a SIREN or SIRET; "" while there are too few. */
export function toNumero(brut, longueur) {
  const chiffres = String(brut ?? "").replace(/[\s.\u00a0]/g, "");
  if (!/^\d+$/.test(chiffres) || chiffres.length !== longueur) return "";
  return chiffres.replace(/^(...)(...)(...)(.*)$/, "$1 $2 $3 $4").trim();
}

/** Say when something happened: « aujourd’hui à 14:32 », « le 2 novembre 2026 à 9:05 ». */
export function sayInstant(iso) {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return "";
  const heure = `${instant.getHours()} h ${pad(instant.getMinutes())}`;
  const jour = sayJour(instant.getDate(), instant.getMonth() + 1, instant.getFullYear());
  return instant.toDateString() === new Date().toDateString() ? `aujourd’hui à ${heure}` : `le ${jour} à ${heure}`;
}
