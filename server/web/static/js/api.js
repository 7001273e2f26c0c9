// Call the API of this server: JSON both ways, French problem details, one way to sign in again.

import { released } from "./dom.js";

/** What the server refuses, in its own French words. */
export class Probleme extends Error {
  constructor(statut, corps, attente) {
    super(corps.detail || corps.title || `Le serveur répond ${statut}.`);
    this.statut = statut;
    this.titre = corps.title || "Requête refusée";
    this.corps = corps;
    this.fautes = corps.fautes || [];
    this.attente = attente;
  }
}

/** The server did not answer: stopped, restarting, or the network is down. */
export class Injoignable extends Error {
  constructor() {
    super("Le serveur ne répond pas.");
  }
}

const session = { csrf: "", jeton: "", compte: null, demander: null };

/** Remember who is signed in; null when nobody is. */
export function setSession(reponse) {
  session.csrf = reponse?.csrf ?? "";
  session.compte = reponse?.compte ?? null;
}

/** Sign what is sent with the token of an office program: no cookie then goes along. */
export function setJeton(jeton) {
  session.jeton = jeton;
}

export function getCompte() {
  return session.compte;
}

/** Give what shows the server who asks; each signing in changes it. */
function getPreuve() {
  return session.jeton || session.csrf;
}

/** Say what to do when the server no longer knows us: a function that resolves once someone has signed in. */
export function onSessionLost(demander) {
  session.demander = demander;
}

/** Send a request and give the Response, whatever its status but 401, once no button is pressed that it could move. */
export async function send(methode, chemin, { corps, signal, entetes = {}, anonyme = false } = {}) {
  const tous = { Accept: "application/json", ...entetes };
  const { compte } = session;
  const preuve = getPreuve();
  const fichier = corps instanceof FormData;
  // The browser names the parts of a form itself.
  if (corps !== undefined && !fichier) tous["Content-Type"] = "application/json";
  if (session.jeton) tous.Authorization = `Bearer ${session.jeton}`;
  else if (methode !== "GET" && session.csrf) tous["X-CSRF-Token"] = session.csrf;
  let reponse;
  try {
    reponse = await fetch(chemin, {
      method: methode,
      headers: tous,
      signal,
      credentials: session.jeton ? "omit" : "same-origin",
      cache: "no-store",
      redirect: "error",
      body: corps === undefined || fichier ? corps : JSON.stringify(corps),
    });
  } catch (erreur) {
    if (erreur.name === "AbortError") throw erreur;
    throw new Injoignable();
  } finally {
    await released();
  }
  // Who has signed out since wants nothing more.
  if (reponse.status !== 401 || anonyme || !session.compte) return reponse;
  // Who has signed in again since need not be asked.
  if (preuve === getPreuve() || !getPreuve()) await session.demander();
  // What one person asked is not done in the name of another.
  if (session.compte?.id !== compte?.id) return reponse;
  return send(methode, chemin, { corps, signal, entetes });
}

/** Send a request; give its JSON, or throw a Probleme. */
export async function call(methode, chemin, options = {}) {
  const reponse = await send(methode, chemin, options);
  if (!reponse.ok) throw await readProbleme(reponse);
  if (reponse.status === 204) return null;
  try {
    return await reponse.json();
  } catch {
    throw new Injoignable();
  }
}

/** Read a refusal; a proxy's own page has no problem details. */
export async function readProbleme(reponse) {
  let corps = {};
  try {
    corps = await reponse.json();
  } catch {
    /* said by the status alone */
  }
  if ([502, 503, 504].includes(reponse.status) && !corps.detail) return new Injoignable();
  return new Probleme(reponse.status, corps, Number(reponse.headers.get("Retry-After")) || 0);
}

/** Milliseconds. The first view is painted, and can be used, before the others are fetched. */
const RESTE = 200;

/** What is still to be fetched; null once it has been asked for. */
let attendus = [];

/** Give a function of a module that is fetched after the first view, or when somebody first needs it. */
export function later(charger, nom) {
  if (attendus) attendus.push(charger);
  else tryFetch(charger);
  return onDemand(charger, nom);
}

/** Give a function of a module that is fetched when somebody first needs it. */
export function onDemand(charger, nom) {
  return async (...choix) => {
    const module = await charger().catch((erreur) => {
      // What a browser raises when a module does not come; a fault of the module is another.
      throw erreur instanceof TypeError ? new Injoignable() : erreur;
    });
    return module[nom](...choix);
  };
}

/** Fetch soon what was left for later, so that no click waits for it, nor depends on a server that stopped meanwhile. */
export function fetchReste() {
  setTimeout(() => {
    attendus?.forEach(tryFetch);
    attendus = null;
  }, RESTE);
}

/** Fetch a module ahead; one that does not come is asked for again by who needs it. */
function tryFetch(charger) {
  charger().catch(() => {});
}

/** Give the sentence to show for whatever went wrong. */
export function explain(erreur) {
  if (erreur instanceof Injoignable) return "Le serveur ne répond pas. Rien n’est perdu : réessayez dans un instant.";
  if (erreur instanceof Probleme) {
    const attente = erreur.statut === 429 && erreur.attente ? ` Réessayez dans ${erreur.attente} s.` : "";
    return erreur.message + attente;
  }
  return "Une erreur s’est produite dans la page. Rechargez-la ; ce qui était saisi vous sera proposé de nouveau.";
}
