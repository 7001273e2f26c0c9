// Sign in and out of the page: a cookie tells the server who asks.

import { call, getCompte, setSession } from "./api.js";
import { dropAll } from "./copies.js";
import { setConnecter } from "./session.js";

setConnecter((corps) => call("POST", "/api/connexion", { anonyme: true, corps }));

/** Ask the server who is signed in; null when nobody is. */
export async function openSession() {
  try {
    setSession(await call("GET", "/api/moi", { anonyme: true }));
  } catch (erreur) {
    if (erreur.statut !== 401) throw erreur;
    setSession(null);
  }
  return getCompte();
}

/** Sign out here and on the server, and forget what this tab kept. */
export async function signOut() {
  await call("POST", "/api/deconnexion", { anonyme: true }).catch((erreur) => {
    if (erreur.statut !== 401) throw erreur;
  });
  dropAll();
  setSession(null);
}
