// The open document, as the server is told of it: its file, its paragraphs, where it stands.

import { call } from "../api.js";
import { GENRES } from "../pages/commun.js";
import { sayEtat } from "../relecture/mots.js";
import * as word from "./word.js";

const ACTE = "Minutier Acte";
const GENRE = "Minutier Genre";
const MODELE = "Minutier Modele";
const VISA = "Minutier Visa ";

/** Read the open document as it is now; gives a function that sends it to an address. */
export async function readEnvoi() {
  const fichier = await word.readDocument();
  return (chemin) => {
    const corps = new FormData();
    corps.append("fichier", fichier, word.nameDocument());
    return call("POST", chemin, { corps });
  };
}

/** Send the open document as it is now. */
export async function post(chemin) {
  return (await readEnvoi())(chemin);
}

/** Find where the open document stands: what its seal says, else its dossier, else what its properties say. */
export async function findEtat() {
  const proprietes = await word.readProprietes();
  const dossier = await findDossier(readBrouillon(proprietes));
  const etat = { modele: proprietes.get(MODELE) ?? "", dossier, sorte: "autre" };
  if ([...proprietes.keys()].some((nom) => nom.startsWith(VISA))) {
    etat.verdict = await post("/api/verification");
    etat.sorte = { VALIDE: "valide", ALTÉRÉ: "modifie" }[etat.verdict.etat] ?? "douteux";
  } else if (etat.dossier && ["en_relecture", "renvoye"].includes(etat.dossier.etat)) etat.sorte = etat.dossier.etat;
  else if (etat.modele) etat.sorte = "projet";
  return { ...etat, dit: sayDocument(etat) };
}

/** Give the draft that the open document was written from; null when there is none. */
export async function findBrouillon() {
  return readBrouillon(await word.readProprietes());
}

/** Give the kind of act that the open document says it is; null when the API knows no such kind. */
export async function findGenre() {
  const genre = (await word.readProprietes()).get(GENRE);
  return Object.hasOwn(GENRES, genre ?? "") ? genre : null;
}

function readBrouillon(proprietes) {
  const acte = proprietes.get(ACTE) ?? "";
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(acte) ? acte : null;
}

/** Find the last dossier of a draft; null when there is none. */
async function findDossier(brouillon) {
  if (!brouillon) return null;
  const { elements } = await call("GET", `/api/dossiers?brouillon=${brouillon}`);
  const [premier] = elements.filter((un) => un.etat !== "clos");
  return premier ? call("GET", `/api/dossiers/${premier.id}`) : null;
}

const DITS = {
  valide: ["reussite", "Validé : ce document est exactement celui qui a été visé."],
  modifie: ["erreur", "Modifié depuis le visa : ce n’est plus le texte qui a été approuvé."],
  renvoye: ["attention", "Renvoyé pour correction : voyez « Relecture »."],
  projet: ["attention", "PROJET : personne ne l’a encore visé."],
  autre: ["info", "Document sans visa, qui ne vient pas de Minutier."],
};

/** Say in one line where the document stands: its kind of message, its words. */
function sayDocument({ sorte, dossier, verdict }) {
  if (sorte === "douteux") return ["erreur", `Visa à vérifier : ${verdict.etat}. Ouvrez « Relecture ».`];
  return DITS[sorte] ?? ["info", `${sayEtat(dossier)}.`];
}

/** Give what to search for a place of the act, the words themselves first. */
export function makeEssais(blocs, rang, debut, fin) {
  const { texte } = blocs[rang];
  const cible = texte.slice(debut, fin);
  // Word keeps a number or a bullet out of the text that it searches.
  const nu = texte.replace(/^\S+\s+/, "");
  return [
    cible.trim().length > 2 && makeEssai(blocs, rang, cible, debut),
    makeEssai(blocs, rang, texte, 0),
    makeEssai(blocs, rang, nu, texte.length - nu.length),
  ].filter(Boolean);
}

/** Give what to search: the longest piece without a break, and how often it stands before; null when nothing is left. */
export function makeEssai(blocs, rang, texte, depuis) {
  const mots = texte.split(/[\n\t]/).reduce((long, autre) => (autre.length > long.length ? autre : long), "");
  if (!mots.trim()) return null;
  const cherche = mots.slice(0, 200);
  const debut = blocs[rang].texte.indexOf(cherche, depuis);
  const avant = [...blocs.slice(0, rang).map((bloc) => bloc.texte), blocs[rang].texte.slice(0, Math.max(debut, 0))];
  return { mots: cherche, rang: avant.reduce((total, autre) => total + autre.split(cherche).length - 1, 0) };
}
