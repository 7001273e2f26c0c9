// @ts-check
// Word, and the open document as a whole: from WordApi 1.3 on, what came later is asked for where it is there.

/** Bytes of a piece of the open document. */
const TRANCHE = 4_194_304;
const AILLEURS = "Word refuse à cet endroit : placez le curseur dans un paragraphe, hors d’un tableau ou d’une note.";
const ANCIEN = "Cette version de Word ne sait pas le faire.";
/** @type {Record<string, string>} */
const REFUS = {
  AccessDenied: "Ce document est protégé ou en lecture seule : Word n’y laisse rien écrire.",
  ItemNotFound: "Word ne retrouve pas cet endroit : le document a changé.",
  InvalidArgument: AILLEURS,
  GeneralException: AILLEURS,
  NotImplemented: ANCIEN,
  ApiNotFound: ANCIEN,
};

/** What cannot be done in the document, in French: what Word raised, or a sentence of ours. */
export class RefusDeWord extends Error {
  constructor(cause) {
    const code = String(cause?.code ?? cause?.name ?? "");
    const dit = REFUS[code] ?? `Word n’a pas pu le faire (${code || "erreur inconnue"}).`;
    super(typeof cause === "string" ? cause : dit);
  }
}

/** @type {Promise<boolean> | undefined} */
let pret;

/** Wait until Word answers; false when this page is not in Word, or when office.js could not be loaded. */
export function start() {
  return (pret ??= wait());
}

async function wait() {
  // office.js comes while the first view is already shown; the page is complete once it has come, or never will.
  if (document.readyState !== "complete") await new Promise((suite) => addEventListener("load", suite, { once: true }));
  if (typeof Office === "undefined") return false;
  const { host } = await Office.onReady();
  return host === Office.HostType.Word && supports("1.3");
}

/** Tell whether this Word has a level of its API. */
export function supports(version) {
  return Office.context.requirements.isSetSupported("WordApi", version);
}

/**
 * Do something in the document; with `objets`, where these were found before.
 * @template T
 * @param {(context: Word.RequestContext) => Promise<T>} faire
 * @param {OfficeExtension.ClientObject[]} objets
 * @returns {Promise<T>}
 */
export async function run(faire, objets = []) {
  try {
    await start();
    return await (objets.length ? Word.run(objets, faire) : Word.run(faire));
  } catch (erreur) {
    throw erreur instanceof RefusDeWord ? erreur : new RefusDeWord(erreur);
  }
}

/** Give the open document as it is now, saved or not. */
export async function readDocument() {
  await start();
  const { document } = Office.context;
  const type = Office.FileType.Compressed;
  const fichier = await ask((suite) => document.getFileAsync(type, { sliceSize: TRANCHE }, suite));
  // Word holds two files at most: the next one waits until this one is closed.
  return readTranches(fichier).finally(() => fichier.closeAsync());
}

/** @param {Office.File} fichier */
async function readTranches(fichier) {
  const tranches = [];
  for (let rang = 0; rang < fichier.sliceCount; rang += 1)
    tranches.push(new Uint8Array((await ask((suite) => fichier.getSliceAsync(rang, suite))).data));
  return new Blob(tranches);
}

/**
 * Ask Office in its older way, that of a function called back.
 * @template T
 * @param {(suite: (reponse: Office.AsyncResult<T>) => void) => void} demander
 * @returns {Promise<T>}
 */
function ask(demander) {
  return new Promise((resolve, reject) =>
    demander(({ status, value, error }) =>
      status === Office.AsyncResultStatus.Succeeded ? resolve(value) : reject(new RefusDeWord(error)),
    ),
  );
}

/** Give the name of the open document; one that was never saved has none. */
export function nameDocument() {
  const adresse = Office.context.document.url ?? "";
  let nom = adresse.split(/[\\/]/).at(-1) ?? "";
  try {
    nom = decodeURIComponent(nom.split("?")[0]);
  } catch {
    /* it was not encoded */
  }
  return /\.docx$/i.test(nom) ? nom : "document.docx";
}

/** Open a file as a new document, whole: styles, headers, properties. */
export function openDocument(octets) {
  return run(async (context) => {
    const nouveau = context.application.createDocument(encode(octets));
    await context.sync();
    nouveau.open();
    await context.sync();
  });
}

function encode(octets) {
  let texte = "";
  // In pieces: a call takes so many arguments, and no more.
  for (let debut = 0; debut < octets.byteLength; debut += 32_768)
    texte += String.fromCharCode(...new Uint8Array(octets.slice(debut, debut + 32_768)));
  return btoa(texte);
}

/**
 * Put paragraphs at the cursor, all at once: one step to undo. Tells whether Word follows it as a change, null when
 * this version does not say.
 */
export function insertHere(ooxml) {
  return run(async (context) => {
    const { document } = context;
    const suivi = supports("1.4");
    if (suivi) document.load("changeTrackingMode");
    document.getSelection().insertOoxml(ooxml, "End");
    await context.sync();
    return suivi ? document.changeTrackingMode !== "Off" : null;
  });
}

/** Give the custom properties of the open document. */
export function readProprietes() {
  return run(async (context) => {
    const proprietes = context.document.properties.customProperties;
    proprietes.load("items/key,items/value");
    await context.sync();
    return new Map(proprietes.items.map((une) => [une.key, String(une.value)]));
  });
}

/** Count the tracked changes that wait to be accepted or refused; null when this version of Word does not tell. */
export async function countRevisions() {
  if (!supports("1.6")) return null;
  return run(async (context) => {
    const suivies = context.document.body.getTrackedChanges();
    suivies.load("items");
    await context.sync();
    return suivies.items.length;
  });
}
