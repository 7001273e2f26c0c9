// @ts-check
// The words of the document: found, selected, replaced as changes that Word follows, commented.

import { makePassages } from "./ooxml.js";
import { RefusDeWord, run, supports } from "./word.js";

/** Word finds no more than 255 characters; some are written with two. */
const CHERCHES = 200;
const RIEN = "Rien n’est sélectionné : sélectionnez dans le document le texte à reformuler.";
const PARAGRAPHES = 20;
const CARACTERES = 4000;
const LONG = "La sélection est trop longue : 20 paragraphes au plus, de 4 000 caractères chacun.";
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/** What new words would take away from the document. */
const PERDUS = {
  "un tableau": ["tbl"],
  "un appel de note": ["footnoteReference", "endnoteReference"],
  "une modification suivie en attente": ["ins", "del"],
  "une image": ["drawing", "pict"],
  "un champ": ["fldSimple", "fldChar"],
  "un lien": ["hyperlink"],
  "un contrôle de contenu": ["sdt"],
  "un commentaire": ["commentReference"],
  "un saut de ligne ou de page": ["br"],
};

/** @typedef {{paragraphes: string[], acte: string, morceaux: Word.Range[], styleIA: boolean}} Selection */

/**
 * Find the first of some words that the body holds: what to search, and how often it stands before.
 * @param {Word.RequestContext} context
 */
async function find(context, essais) {
  for (const { mots, rang } of essais) {
    const trouves = context.document.body.search(mots.slice(0, CHERCHES).replaceAll("^", "^^"), { matchCase: true });
    trouves.load("items");
    await context.sync();
    if (trouves.items.length > rang) return trouves.items[rang];
  }
  return null;
}

/** Select the first of some words that the body holds; false when none is there. */
export function selectText(essais) {
  return run(async (context) => {
    const place = await find(context, essais);
    place?.select();
    await context.sync();
    return Boolean(place);
  });
}

/** Replace words by others; false when they are not there. */
export function replaceText(essai, texte) {
  return run(async (context) => {
    const place = await find(context, [essai]);
    if (place) await follow(context, () => place.insertText(texte, "Replace"));
    return Boolean(place);
  });
}

/** Write remarks as comments at their places, those that are not there yet; tells which have one now. */
export function insertRemarques(remarques) {
  return run(async (context) => {
    const deja = context.document.body.getComments();
    deja.load("items/content");
    await context.sync();
    const ecrits = new Set(deja.items.map((un) => un.content));
    const poses = [];
    for (const { texte, essais } of remarques) {
      const place = ecrits.has(texte) ? null : await find(context, essais);
      place?.insertComment(texte);
      poses.push(ecrits.has(texte) || Boolean(place));
    }
    await context.sync();
    return poses;
  });
}

/**
 * Write in the document so that Word follows it as a change, where this version can; then put back what was.
 * @param {Word.RequestContext} context
 */
async function follow(context, ecrire) {
  const { document } = context;
  const sait = supports("1.4");
  if (sait) {
    document.load("changeTrackingMode");
    await context.sync();
  }
  const allume = sait && document.changeTrackingMode === "Off";
  if (allume) document.changeTrackingMode = "TrackAll";
  try {
    ecrire();
    await context.sync();
  } finally {
    if (allume) document.changeTrackingMode = "Off";
    await context.sync();
  }
}

/**
 * Read the selection, and hold its places until `releaseSelection`; refuses one that new words would damage.
 * @returns {Promise<Selection>}
 */
export function readSelection() {
  return run(async (context) => {
    const { body } = context.document;
    const selection = context.document.getSelection();
    const { paragraphs, parentBody, parentTableOrNullObject: tableau } = selection;
    selection.load("isEmpty");
    parentBody.load("type");
    tableau.load("rowCount");
    paragraphs.load("items/text");
    body.load("text");
    await context.sync();
    if (selection.isEmpty) throw new RefusDeWord(RIEN);
    if (!tableau.isNullObject) throw refuse("un tableau");
    if (!["MainDoc", "Section"].includes(parentBody.type))
      throw new RefusDeWord(
        "La sélection est dans une note, un en-tête ou un pied de page : sélectionnez du texte de l’acte.",
      );
    const ooxml = selection.getOoxml();
    const tous = paragraphs.items.map((un) => un.getRange("Content").intersectWithOrNullObject(selection));
    for (const un of tous) un.load("text");
    await context.sync();
    const morceaux = tous.filter((un) => !un.isNullObject && un.text.trim());
    if (!morceaux.length) throw new RefusDeWord(RIEN);
    if (morceaux.length > PARAGRAPHES || morceaux.some((un) => un.text.length > CARACTERES))
      throw new RefusDeWord(LONG);
    const styleIA = readPaquet(ooxml.value);
    context.trackedObjects.add(morceaux);
    await context.sync();
    return { paragraphes: morceaux.map((un) => un.text), acte: body.text, morceaux, styleIA };
  });
}

function refuse(quoi) {
  return new RefusDeWord(
    `La sélection contient ${quoi}, que de nouveaux mots effaceraient : sélectionnez le texte autour.`,
  );
}

/** Refuse what new words would take away; tell whether the document has the style of the model’s words. */
function readPaquet(paquet) {
  const lu = new DOMParser().parseFromString(paquet, "application/xml");
  const [corps] = lu.getElementsByTagNameNS(W, "body");
  const listIn = (lieu, nom) => [...lieu.getElementsByTagNameNS(W, nom)];
  const valOf = (un) => un.getAttributeNS(W, "val");
  for (const [quoi, noms] of Object.entries(PERDUS))
    if (noms.some((nom) => listIn(corps, nom).length)) throw refuse(quoi);
  if (listIn(corps, "rStyle").some((un) => valOf(un).startsWith("Emplacement")))
    throw refuse("un emplacement à remplir");
  return listIn(lu, "name").some((un) => valOf(un) === "IA");
}

/**
 * Replace the pieces of a selection; a null leaves one as it is. The words of the model carry their style.
 * @param {Selection} selection
 */
export function replaceSelection({ paragraphes, morceaux, styleIA }, textes, ia) {
  return run(async (context) => {
    for (const morceau of morceaux) morceau.load("text");
    await context.sync();
    if (morceaux.some((un, rang) => un.text !== paragraphes[rang]))
      throw new RefusDeWord("Ce texte a changé depuis : sélectionnez-le et reformulez de nouveau.");
    await follow(context, () => {
      for (const [rang, texte] of textes.entries()) {
        if (texte === null) continue;
        const [, avant, apres] = /^(\s*)[^]*?(\s*)$/.exec(paragraphes[rang]) ?? [];
        const mots = `${avant}${texte}${apres}`;
        if (ia && !styleIA)
          morceaux[rang].insertOoxml(makePassages([{ paragraphes: [mots], origine: "ia" }]), "Replace");
        else {
          const ecrit = morceaux[rang].insertText(mots, "Replace");
          if (ia) ecrit.style = "IA";
        }
      }
    });
  }, morceaux);
}

/**
 * Let Word forget the places of a selection.
 * @param {Selection} selection
 */
export function releaseSelection({ morceaux }) {
  return run(async (context) => {
    context.trackedObjects.remove(morceaux);
    await context.sync();
  }, morceaux);
}
