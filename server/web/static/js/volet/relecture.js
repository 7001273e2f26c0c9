// « Relecture »: send the open document, see where it stands and what is asked, check its seal, find what waits.

import { call } from "../api.js";
import { announce, button, fill, focusOn, h, list, message, verbatim } from "../dom.js";
import { sayInstant } from "../formulaire/moments.js";
import { count } from "../pages/commun.js";
import { ROLES, nameOf, sayEtat } from "../relecture/mots.js";
import { makeVerdict } from "../relecture/verdict.js";
import { show } from "./controler.js";
import { makeEssais, post } from "./document.js";
import { act, sayErreur } from "./gestes.js";
import { insertRemarques } from "./texte.js";
import { countRevisions, nameDocument, supports } from "./word.js";

const SUIVIE = "modification suivie attend";
const SUIVIES = "modifications suivies attendent";
const ACCEPTEZ = "acceptez ou refusez dans l’onglet Révision, puis envoyez de nouveau.";
const ETAPES = { visee: "visée", en_cours: "en cours", a_venir: "à venir" };

export async function showRelecture(volet) {
  const [etat, { elements: aRelire }, { modeles }] = await Promise.all([
    volet.refresh(),
    call("GET", "/api/dossiers/a-relire"),
    call("GET", "/api/modeles"),
  ]);
  const { dossier } = etat;
  const commentaires = dossier ? (await call("GET", `/api/dossiers/${dossier.id}/commentaires`)).commentaires : [];
  return {
    titre: "Relecture",
    contenu: [
      h("h1", "Relecture"),
      dossier && makeDossier(volet, dossier, commentaires),
      makeEnvoi(volet, etat, modeles),
      makeSceau(),
      h("h2", "À relire par vous"),
      aRelire.length
        ? list("ul", aRelire, (un) => makeLien(`dossier/${un.id}`, verbatim(un.titre)))
        : h("p.aide", "Rien n’attend votre relecture."),
    ],
  };
}

/** Give a link to a page of the service: in Word on a desk it opens the browser. */
function makeLien(route, mots) {
  return h("a", { href: `/#/${route}`, target: "_blank", rel: "noopener" }, mots);
}

function makeDossier(volet, dossier, commentaires) {
  return h(
    "section.panneau",
    { "aria-labelledby": "titre-dossier" },
    h("h2", { id: "titre-dossier" }, sayEtat(dossier)),
    list("ol.relecteurs", dossier.etapes, (etape) =>
      h(
        "li",
        { "aria-current": etape.etat === "en_cours" ? "step" : null },
        `Étape « ${ROLES[etape.role]} » : ${ETAPES[etape.etat]}`,
        etape.par && [" par ", verbatim(nameOf(etape.par))],
      ),
    ),
    makeCommentaires(volet, dossier, commentaires),
    h("p", makeLien(`dossier/${dossier.id}`, "Ouvrir le dossier dans le navigateur")),
  );
}

function makeCommentaires(volet, dossier, commentaires) {
  const ouverts = commentaires.filter((un) => !un.resolu_le);
  if (!ouverts.length) return h("p.aide", "Aucune remarque à traiter.");
  let version = null;
  const blocsOf = async () => {
    version ??= call("GET", `/api/dossiers/${dossier.id}/versions/${dossier.version}`);
    return (await version).acte.blocs;
  };
  const find = async ({ bloc }) => show(await blocsOf(), bloc, 0, 0);
  const resolve = async (un) => {
    await call("POST", `/api/dossiers/${dossier.id}/commentaires/${un.id}/resolution`);
    await volet.show(() => showRelecture(volet));
    announce("Remarque traitée.");
  };
  const alerte = h("div", { role: "alert" });
  const bouton = (mots, un, faire) =>
    button("discret", [mots, h("span.hors-ecran", ` : ${un.texte.slice(0, 60)}`)], () =>
      faire(un).catch((erreur) => fill(alerte, message("erreur", "", sayErreur(erreur)))),
    );
  return [
    h("h3", count(ouverts.length, "remarque")),
    alerte,
    makePose(ouverts, blocsOf),
    list("ul.remarques", ouverts, (un) =>
      h(
        "li.remarque",
        h(
          "p.meta",
          h("strong", un.genre === "renvoi" ? "Motif de renvoi" : "Remarque"),
          " de ",
          verbatim(nameOf(un.par)),
          ` ${sayInstant(un.cree_le)}`,
        ),
        h("p.dit", verbatim(un.texte)),
        un.bloc !== null && bouton("Voir dans le document", un, find),
        bouton("Marquer comme traitée", un, resolve),
      ),
    ),
    h("div", { id: "place" }),
  ];
}

/** Offer to write the remarks on a paragraph as comments of Word, where this version has them. */
function makePose(ouverts, blocsOf) {
  const places = ouverts.filter((un) => un.bloc !== null);
  if (!places.length || !supports("1.4")) return null;
  const zone = h("div");
  const poser = button("secondaire", "Mettre les remarques dans le document", () =>
    act(poser, zone, "Les remarques ne sont pas dans le document", async () => {
      const blocs = await blocsOf();
      const faits = await insertRemarques(
        places.map((un) => ({
          texte: `${un.par.prenom} ${un.par.nom} : ${un.texte}`,
          essais: makeEssais(blocs, un.bloc, 0, 0),
        })),
      );
      const perdues = faits.filter((fait) => !fait).length;
      return message(
        perdues ? "attention" : "reussite",
        "",
        "Les remarques sont des commentaires à leur place : supprimez-les avant l’envoi.",
        perdues > 0 && `Sans place dans ce texte : ${perdues}. La liste ci-dessous les garde.`,
      );
    }),
  );
  return [poser, zone];
}

/** Offer to send the open document: as the next version of its dossier, else as a new one. */
function makeEnvoi(volet, { sorte, dossier, modele }, modeles) {
  if (["valide", "en_relecture"].includes(sorte)) return null;
  const suite = dossier?.actions.includes("deposer") ? dossier : null;
  const choix = h(
    "select.saisie",
    { id: "modele" },
    h("option", { value: "" }, "Choisir…"),
    modeles.map((un) => h("option", { value: un.code }, un.titre)),
  );
  choix.value = modeles.some((un) => un.code === modele) ? modele : "";
  const alerte = h("div", { role: "alert" });
  const refuse = (texte, entree) => {
    fill(alerte, message("erreur", "Le document n’est pas envoyé", texte));
    focusOn(entree ?? alerte.firstChild);
  };
  const submit = async () => {
    if (!suite && !choix.value) return refuse("Choisissez de quel acte il s’agit.", choix);
    envoyer.disabled = true;
    try {
      const suivies = await countRevisions();
      if (suivies) return refuse(`${count(suivies, SUIVIE, SUIVIES)} : ${ACCEPTEZ}`);
      await deposit(suite, choix.value);
      await volet.show(() => showRelecture(volet));
      announce("Document envoyé en relecture.");
    } catch (erreur) {
      refuse(sayErreur(erreur));
    } finally {
      envoyer.disabled = false;
    }
  };
  const envoyer = button("principal", suite ? "Envoyer cette version" : "Envoyer en relecture", submit);
  return h(
    "section",
    { "aria-labelledby": "titre-envoi" },
    h("h2", { id: "titre-envoi" }, suite ? "Envoyer le document corrigé" : "Envoyer ce document en relecture"),
    h("p.aide", "Il part tel qu’il est maintenant : ", verbatim(nameDocument()), "."),
    !suite && h("div.champ", h("label", { for: "modele" }, "De quel acte s’agit-il"), choix),
    h("p.aide", "Le visa refuse les modifications suivies et les commentaires : traitez-les d’abord (onglet Révision)."),
    alerte,
    envoyer,
  );
}

async function deposit(suite, modele) {
  const dossier = suite
    ? await post(`/api/dossiers/${suite.id}/versions?version=${suite.version}`)
    : await post(`/api/dossiers/document?modele=${encodeURIComponent(modele)}`);
  if (!dossier.actions.includes("soumettre")) return;
  const version = dossier.versions.find((une) => une.numero === dossier.version);
  const corps = { version: version.numero, empreinte: version.canon };
  await call("POST", `/api/dossiers/${dossier.id}/soumission`, { corps });
}

function makeSceau() {
  const resultat = h("section", { "aria-label": "Réponse" });
  const verifier = button("secondaire", "Vérifier le sceau", () =>
    act(verifier, resultat, "Le sceau n’est pas vérifié", async () =>
      makeVerdict(await post("/api/verification"), nameDocument(), false),
    ),
  );
  return [h("h2", "Le visa de ce document"), verifier, resultat];
}
