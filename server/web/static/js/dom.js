// Build nodes. No text is ever parsed as HTML: what people and models wrote goes in as text.

/** Put the spaces that French typography wants before its signs and inside its quotation marks. */
export function typeset(texte) {
  return texte.replace(/ (?=[:;?!»%€])/g, "\u00a0").replace(/« /g, "«\u00a0");
}

/**
 * Make an element: its name and its classes ("p.aide"), its attributes if any, what it holds. `on…` attributes are
 * listeners; false, null and undefined leave an attribute out. Strings are typeset: give what others wrote with `verbatim`.
 */
export function h(nom, ...enfants) {
  const [genre, ...classes] = nom.split(".");
  const element = document.createElement(genre);
  if (classes.length) element.className = classes.join(" ");
  const attributs = enfants[0]?.constructor === Object ? enfants.shift() : {};
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (valeur === false || valeur === null || valeur === undefined) continue;
    if (cle.startsWith("on")) element.addEventListener(cle.slice(2), valeur);
    else if (cle === "value") element.value = valeur;
    else if (cle === "checked") element.checked = Boolean(valeur);
    else element.setAttribute(cle, valeur === true ? "" : String(valeur));
  }
  append(element, enfants);
  return element;
}

function append(element, enfants) {
  for (const enfant of enfants.flat(Infinity)) {
    if (enfant === null || enfant === undefined || enfant === false) continue;
    element.append(typeof enfant === "object" ? enfant : typeset(String(enfant)));
  }
}

/** Give a text exactly as it was written. */
export function verbatim(texte) {
  return document.createTextNode(String(texte ?? ""));
}

/** Replace what an element holds. */
export function fill(element, ...enfants) {
  element.replaceChildren();
  append(element, enfants);
  return element;
}

/** What a press acts upon; the menu of a select is let go without a word. */
const PRESSABLES = "button, a, summary, label, [type=radio], [type=checkbox]";
/** What ends a press: a browser may tell of any of them. */
const FINS = ["pointerup", "pointercancel", "dragstart", "contextmenu", "blur"];
/** Milliseconds. The click of a finger follows its release, and looks again for what stands there. */
const DOIGT = 300;

let libre = Promise.resolve();
let lacher = () => {};

addEventListener("pointerdown", (e) => e.button === 0 && e.target.closest?.(PRESSABLES) && press(), true);
for (const fin of FINS) addEventListener(fin, (e) => release(e.pointerType === "mouse" ? 0 : DOIGT));

function press() {
  const autres = lacher;
  libre = new Promise((suite) => (lacher = () => (autres(), suite())));
}

function release(delai) {
  setTimeout(lacher, delai);
  lacher = () => {};
}

/** Wait until nothing is pressed: what moves between its press and its release loses its click. */
export function released() {
  return libre;
}

let rang = 0;

/** Give an id that no other element of the page has. */
export function makeId(prefixe) {
  rang += 1;
  return `${prefixe}-${rang}`;
}

/** Make a button; `sorte` is "principal", "secondaire", "discret" or "danger". */
export function button(sorte, texte, onclick, attributs = {}) {
  return h("button", { type: "button", class: `bouton ${sorte}`, onclick, ...attributs }, texte);
}

/** Let a button be pressed again, once what it asked for has come; the focus that it lost meanwhile comes back. */
export function enable(bouton) {
  bouton.disabled = false;
  // Who writes in the document beside the pane, or reads further on, stays there.
  if (document.hasFocus() && document.activeElement === document.body) bouton.focus({ preventScroll: true });
}

/** Make a list: what `faire` gives of each thing is an item, or stands in one. */
export function list(nom, choses, faire) {
  const items = choses.map(faire);
  return h(
    nom,
    items.map((un) => (un.tagName === "LI" ? un : h("li", un))),
  );
}

/** Make a list of names and what stands for each, those that are blank left out. */
export function makeFiche(lignes) {
  const dites = lignes.filter(([, mots]) => mots);
  return h(
    "dl.fiche",
    dites.map(([nom, mots]) => [h("dt", nom), h("dd", verbatim(mots))]),
  );
}

/** Make a message: "info", "attention", "erreur" or "reussite"; its kind is said, not only shown. A text is a paragraph. */
export function message(sorte, titre, ...contenu) {
  return h("div", { class: `message ${sorte}` }, titre && h("p.message-titre", titre), contenu.map(wrap));
}

function wrap(contenu) {
  return typeof contenu === "string" ? h("p", contenu) : contenu;
}

/** Say something to screen readers, without moving the focus. */
export function announce(texte) {
  const zone = document.getElementById("annonce");
  if (!zone) return;
  // The same sentence twice would not be read again: empty the region first.
  zone.textContent = "";
  setTimeout(() => {
    zone.textContent = typeset(texte);
  }, 60);
}

/** Move the focus to an element that is not a control, and show it. */
export function focusOn(element) {
  if (!element) return;
  if (!element.matches("a[href],button,input,select,textarea,summary,[tabindex]"))
    element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
  const calme = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: calme ? "auto" : "smooth" });
}
