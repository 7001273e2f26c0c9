// One field that holds one value: its label, its help, its control, what it says back, its fault.

import { button, fill, h, typeset } from "../dom.js";
import { isVide, readOuiNon } from "./saisie.js";
import { toCourt, toHeure, toIso, toLong, toMontant, toNumero } from "./moments.js";

/** Up to this many choices are shown at once; beyond, or inside a repeated group, they fold into a list. */
const CHOIX_MONTRES = 5;

const ECHOS = {
  date: (v) => (toLong(v) === String(v) ? "" : toLong(v)),
  heure: toHeure,
  montant: toMontant,
  siren: (v) => toNumero(v, 9),
  siret: (v) => toNumero(v, 14),
};
const CLAVIERS = {
  entier: "numeric",
  montant: "decimal",
  siren: "numeric",
  siret: "numeric",
  courriel: "email",
  telephone: "tel",
  url: "url",
};
const OUI_NON = [
  { valeur: true, label: "Oui" },
  { valeur: false, label: "Non" },
];
const ATTENDUS = { date: "jj/mm/aaaa", heure: "8 h 30", montant: "1 234,56" };

/** Make a field. `lieu` says where its value lives and whom to tell. */
export function makeChamp(champ, lieu) {
  const id = idOf(lieu.chemin);
  const faire = champ.type === "oui_non" || champ.type === "choix" ? makeChoix : makeTexte;
  const { element, controle, prendre } = faire(champ, lieu, id);
  lieu.formulaire.register(champ, lieu, element, {
    focus: () => (prendre ? prendre() : controle).focus(),
    show: (raison) => showFaute(id, element, controle, raison),
  });
  return element;
}

export function idOf(chemin) {
  return `champ-${chemin.replace(/[^a-z0-9_]+/gi, "-").replace(/-$/, "")}`;
}

/** Say that a field may be left out; the others are the rule, which the top of the form says. */
export function labelText(champ) {
  return champ.obligatoire ? [champ.label] : [champ.label, h("span.facultatif", " (facultatif)")];
}

export function makeAide(champ, id) {
  const exemple = champ.exemple ? h("span.exemple", `Exemple : ${champ.exemple}`) : null;
  const attendu = ATTENDUS[champ.type] && !champ.exemple ? `Format : ${ATTENDUS[champ.type]}` : null;
  const prive = champ.personnelle ? "Donnée personnelle : masquée au modèle." : null;
  const lignes = [champ.aide, attendu, prive].filter(Boolean).join(" ");
  if (!lignes && !exemple) return null;
  return h("p.aide", { id: `${id}-aide` }, lignes, lignes && exemple ? " " : "", exemple);
}

export function makeFaute(id) {
  return h("p.faute", { id: `${id}-faute`, hidden: true });
}

/** Show a fault beside its field, or take it away. */
export function showFaute(id, element, controle, raison) {
  const zone = element.querySelector(`#${CSS.escape(id)}-faute`);
  element.classList.toggle("en-faute", Boolean(raison));
  if (raison) controle.setAttribute("aria-invalid", "true");
  else controle.removeAttribute("aria-invalid");
  if (!zone) return;
  zone.hidden = !raison;
  const texte = raison ? typeset(sentence(raison)) : "";
  if (zone.textContent !== texte) fill(zone, texte);
}

/** Shorten a clause of the server: beside its label, a field need not be named again. */
export function shorten(raison) {
  return raison.trim().replace(/^« .+ » est obligatoire$/, "à remplir");
}

/** Make a sentence of a clause of the server. */
function sentence(raison) {
  const texte = shorten(raison);
  return `${texte.charAt(0).toUpperCase()}${texte.slice(1)}${/[.?!]$/.test(texte) ? "" : "."}`;
}

function makeTexte(champ, lieu, id) {
  const echo = h("p.echo", { id: `${id}-echo` });
  const longue = champ.type === "texte" || (champ.type === "phrase" && champ.longueur > 160);
  const tell = () => fill(echo, sayEcho(champ, controle.value));
  const attributs = {
    ...attributsOf(champ, lieu, id),
    class: `saisie type-${champ.type}${champ.longueur && champ.longueur <= 60 ? " courte" : ""}`,
    autocomplete: "off",
    value: showValeur(champ, lieu.valeurs[champ.nom]),
    oninput: () => {
      lieu.valeurs[champ.nom] = readValeur(champ, controle.value);
      tell();
      lieu.formulaire.changed();
    },
    onblur: () => lieu.formulaire.visited(lieu.valeurs, champ.nom),
    onkeydown: (e) => {
      if (e.key === "Enter" && champ.type === "phrase" && longue) e.preventDefault();
    },
  };
  const controle = longue
    ? h("textarea", { ...attributs, rows: champ.type === "texte" ? 5 : 2 })
    : h("input", { ...attributs, type: "text", inputmode: CLAVIERS[champ.type] });
  tell();
  return frame(champ, id, controle, champ.type === "date" ? makeCalendrier(champ, controle) : controle, echo);
}

/** Put a control under its label and its help, above what it says back and its fault. */
function frame(champ, id, controle, ligne, echo = h("p.echo", { id: `${id}-echo` })) {
  const nom = h("label", { for: id }, labelText(champ));
  return { element: h("div.champ", nom, makeAide(champ, id), ligne, echo, makeFaute(id)), controle };
}

/** Give what ties a control to its name, its help and its fault. */
function attributsOf(champ, lieu, id) {
  return {
    id,
    name: lieu.chemin,
    "aria-describedby": [makeAide(champ, id) && `${id}-aide`, `${id}-echo`, `${id}-faute`].filter(Boolean).join(" "),
    "aria-required": champ.obligatoire ? "true" : null,
  };
}

function showValeur(champ, valeur) {
  if (isVide(valeur)) return isVide(champ.defaut) ? "" : String(champ.defaut);
  return champ.type === "date" ? toCourt(valeur) : String(valeur);
}

function readValeur(champ, texte) {
  if (champ.type === "date") return toIso(texte);
  return champ.type === "phrase" ? texte.replace(/\n/g, " ") : texte;
}

function sayEcho(champ, texte) {
  if (!texte.trim()) return "";
  if (ECHOS[champ.type]) return ECHOS[champ.type](texte);
  const reste = champ.longueur - texte.length;
  if (!champ.longueur || reste > Math.max(20, champ.longueur / 5)) return "";
  return reste >= 0
    ? `Encore ${reste} caractère${reste > 1 ? "s" : ""}.`
    : `${-reste} caractère${reste < -1 ? "s" : ""} de trop.`;
}

/** Beside the text of a date, the calendar of the browser: a convenience that nobody needs. */
function makeCalendrier(champ, controle) {
  const cache = h("input.calendrier-cache", {
    type: "date",
    tabindex: "-1",
    "aria-hidden": "true",
    onchange: () => {
      controle.value = toCourt(cache.value);
      controle.dispatchEvent(new Event("input", { bubbles: true }));
      controle.focus();
    },
  });
  const ouvrir = () => {
    const iso = toIso(controle.value);
    cache.value = /^\d{4}-\d\d-\d\d$/.test(iso) ? iso : "";
    cache.showPicker?.();
  };
  const bouton = button("discret calendrier", "Calendrier", ouvrir, { "aria-label": `Calendrier : ${champ.label}` });
  return h("div.ligne-date", controle, bouton, cache);
}

function makeChoix(champ, lieu, id) {
  const choix = champ.type === "oui_non" ? OUI_NON : champ.choix;
  const courts = choix.length <= 2 && choix.every((c) => c.label.length < 12);
  const montres = courts || (choix.length <= CHOIX_MONTRES && !lieu.repete);
  return (montres ? makeRadios : makeListe)(champ, lieu, id, choix, courts);
}

function currentOf(champ, lieu) {
  const valeur = lieu.valeurs[champ.nom];
  return readOuiNon(champ, isVide(valeur) ? champ.defaut : valeur);
}

function choose(champ, lieu, valeur) {
  lieu.valeurs[champ.nom] = valeur;
  lieu.formulaire.visited(lieu.valeurs, champ.nom);
  lieu.formulaire.changed();
}

function makeRadios(champ, lieu, id, choix, courts) {
  const actuelle = currentOf(champ, lieu);
  const groupe = h(
    "fieldset",
    {
      class: `champ radios${courts ? " en-ligne" : ""}`,
      ...attributsOf(champ, lieu, id),
      name: null,
      role: "radiogroup",
    },
    h("legend", labelText(champ)),
    makeAide(champ, id),
    h(
      "div.options",
      choix.map((c, rang) =>
        h(
          "div.option",
          h("input", {
            type: "radio",
            id: `${id}-${rang}`,
            name: lieu.chemin,
            value: String(c.valeur),
            checked: c.valeur === actuelle,
            onchange: () => choose(champ, lieu, c.valeur),
          }),
          h("label", { for: `${id}-${rang}` }, c.label),
        ),
      ),
    ),
    h("p.echo", { id: `${id}-echo` }),
    makeFaute(id),
  );
  const prendre = () => groupe.querySelector("input:checked") ?? groupe.querySelector("input");
  return { element: groupe, controle: groupe, prendre };
}

function makeListe(champ, lieu, id, choix) {
  const actuelle = currentOf(champ, lieu);
  const vide = h("option", { value: "" }, champ.obligatoire && isVide(actuelle) ? "Choisir…" : "—");
  const controle = h(
    "select.saisie",
    {
      ...attributsOf(champ, lieu, id),
      onchange: () => choose(champ, lieu, choix.find((c) => String(c.valeur) === controle.value)?.valeur),
      onblur: () => lieu.formulaire.visited(lieu.valeurs, champ.nom),
    },
    isVide(champ.defaut) ? vide : null,
    choix.map((c) => h("option", { value: String(c.valeur) }, c.label)),
  );
  controle.value = isVide(actuelle) ? "" : String(actuelle);
  return frame(champ, id, controle, controle);
}
