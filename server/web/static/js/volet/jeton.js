// Keep the token where Office keeps such things, never in the document; sign in and out with it.

import { call, setJeton, setSession } from "../api.js";
import { dropAll } from "../copies.js";

const CLE = "minutier.jeton";
/** Days. A token that was forgotten on a desk ends by itself. */
const JOURS = 30;

/** Office on the web gives each site that frames us a part of the store of its own. */
function keyOf() {
  const partie = globalThis.Office?.context?.partitionKey;
  return partie ? `${partie}${CLE}` : CLE;
}

/** A store that is full or forbidden costs signing in again. OfficeRuntime.storage keeps nothing outside Excel. */
function tryStore(faire) {
  try {
    return faire(globalThis.localStorage);
  } catch {
    return null;
  }
}

/** Sign in with a password: what `setConnecter` takes. */
export async function connect({ identifiant, mot_de_passe }) {
  setJeton("");
  const corps = { identifiant, mot_de_passe, nom: "Word", jours: JOURS };
  const { jeton, compte } = await call("POST", "/api/connexion/jeton", { anonyme: true, corps });
  setJeton(jeton);
  tryStore((lieu) => lieu.setItem(keyOf(), jeton));
  return { compte, csrf: "" };
}

/** Take up the token that was kept; gives the account to come, null when nobody is signed in. */
export function resume() {
  const jeton = tryStore((lieu) => lieu.getItem(keyOf()));
  setJeton(jeton ?? "");
  return jeton ? findCompte() : null;
}

async function findCompte() {
  try {
    const { compte } = await call("GET", "/api/moi", { anonyme: true });
    setSession({ compte, csrf: "" });
    return compte;
  } catch (erreur) {
    if (erreur.statut !== 401) throw erreur;
    forget();
    return null;
  }
}

/** Sign out here and on the server. */
export async function disconnect() {
  await call("DELETE", "/api/connexion/jeton", { anonyme: true }).catch((erreur) => {
    if (erreur.statut !== 401) throw erreur;
  });
  forget();
}

function forget() {
  setJeton("");
  setSession(null);
  dropAll();
  tryStore((lieu) => lieu.removeItem(keyOf()));
}
