// The page as a whole: who is signed in, which screen is shown, what every screen says.

import { Injoignable, Probleme, explain, fetchReste, getCompte, later, onDemand } from "./api.js";
import { announce, button, fill, h, message, typeset, verbatim } from "./dom.js";
import { lien } from "./liens.js";
import { openSession, signOut } from "./cookie.js";
import { makeConnexion } from "./session.js";
import { fetchActes, showActes } from "./pages/actes.js";

const showSaisie = later(() => import("./pages/dates.js"), "showSaisieDatee");

// The first that matches; the groups are given to the screen. Who only drafts never fetches the review.
const ROUTES = [
  [/^$/, showActes],
  [/^nouveau$/, later(() => import("./pages/modeles.js"), "showModeles")],
  [/^nouveau\/([a-z0-9_]+)$/, (code) => showSaisie({ code })],
  [/^acte\/([\w-]+)$/, (id) => showSaisie({ id })],
  [/^acte\/([\w-]+)\/texte$/, later(() => import("./pages/texte.js"), "showTexte")],
  [/^acte\/([\w-]+)\/apercu$/, later(() => import("./pages/apercu.js"), "showApercu")],
  [/^acte\/([\w-]+)\/reprise$/, later(() => import("./pages/reprise.js"), "showReprise")],
  [/^acte\/([\w-]+)\/envoi$/, onDemand(() => import("./relecture/envoi.js"), "showEnvoi")],
  [/^a-relire$/, onDemand(() => import("./relecture/listes.js"), "showARelire")],
  [/^dossiers$/, onDemand(() => import("./relecture/listes.js"), "showDossiers")],
  [/^dossier\/([\w-]+)$/, onDemand(() => import("./relecture/dossier.js"), "showDossier")],
  [
    /^dossier\/([\w-]+)\/changements(?:\/(redige))?$/,
    onDemand(() => import("./relecture/changements.js"), "showChangements"),
  ],
  [/^absences$/, onDemand(() => import("./relecture/absences.js"), "showAbsences")],
  [/^circuits$/, onDemand(() => import("./relecture/circuits.js"), "showCircuits")],
  [/^verification$/, onDemand(() => import("./relecture/verification.js"), "showVerification")],
  [/^corbeille$/, later(() => import("./pages/corbeille.js"), "showCorbeille")],
  [/^compte$/, later(() => import("./pages/compte.js"), "showCompte")],
  [/^aide$/, later(() => import("./pages/aide.js"), "showAide")],
];

let ecran = null;
let numero = 0;

function routeOf() {
  return location.hash.startsWith("#/") ? location.hash.slice(2) : "";
}

async function openEcran(route) {
  for (const [motif, montrer] of ROUTES) {
    const trouve = motif.exec(route);
    if (trouve) return montrer(...trouve.slice(1));
  }
  return {
    titre: "Page introuvable",
    contenu: [
      h("h1", {}, "Page introuvable"),
      h("p", {}, "Cette adresse ne mène à rien. ", lien("", "Revenir à mes actes"), "."),
    ],
  };
}

async function show({ premier = false, avance = null } = {}) {
  const mien = (numero += 1);
  const main = document.getElementById("contenu");
  await ecran?.quitter?.();
  ecran = null;
  main.setAttribute("aria-busy", "true");
  let suivant;
  try {
    suivant = await (avance && !routeOf() ? showActes(avance) : openEcran(routeOf()));
  } catch (erreur) {
    suivant = failed(erreur);
  }
  // Someone went elsewhere while this screen was being fetched.
  if (mien !== numero) {
    suivant.quitter?.();
    return;
  }
  ecran = suivant;
  main.removeAttribute("aria-busy");
  fill(main, suivant.contenu);
  document.title = typeset(`${suivant.titre} – Minutier`);
  renderEntete();
  scrollTo(0, 0);
  if (!premier) focusTitle(main.querySelector("h1"));
  suivant.apres?.();
}

/** Tell where one has come: the title takes the focus, and the page stays at its top. */
function focusTitle(titre) {
  titre.setAttribute("tabindex", "-1");
  titre.focus({ preventScroll: true });
}

function failed(erreur) {
  // What the server refuses or does not answer is said on the page; a fault of the page is for whoever looks into it.
  if (!(erreur instanceof Probleme || erreur instanceof Injoignable)) console.error(erreur);
  const titre = erreur.statut === 404 ? "Cet acte n’existe pas" : "La page n’a pas pu s’ouvrir";
  return {
    titre,
    contenu: [
      h("h1", {}, titre),
      message("erreur", "", h("p", {}, explain(erreur))),
      h(
        "div",
        { class: "actions" },
        button("principal", "Réessayer", () => show()),
        lien("", "Revenir à mes actes", { class: "bouton secondaire" }),
      ),
    ],
  };
}

function renderEntete() {
  const compte = getCompte();
  const route = routeOf();
  const onglet = (chemin, texte) =>
    h("li", {}, lien(chemin, texte, { "aria-current": route === chemin ? "page" : null }));
  fill(
    document.getElementById("entete"),
    h(
      "div",
      { class: "bandeau" },
      h(
        "p",
        { class: "marque" },
        compte ? lien("", "Minutier") : "Minutier",
        compte?.collectivite && h("span", { class: "collectivite" }, verbatim(compte.collectivite.nom)),
      ),
      compte &&
        h(
          "nav",
          { "aria-label": "Principale" },
          h(
            "ul",
            {},
            onglet("", "Mes actes"),
            onglet("nouveau", "Rédiger un acte"),
            onglet("a-relire", "À relire"),
            onglet("dossiers", "Mes dossiers"),
            onglet("aide", "Ce que fait le modèle"),
          ),
        ),
      compte &&
        h(
          "div",
          { class: "compte" },
          lien("compte", [verbatim(`${compte.prenom} ${compte.nom}`)], {
            "aria-label": `Mon compte : ${compte.prenom} ${compte.nom}`,
            "aria-current": route === "compte" ? "page" : null,
          }),
          button("discret", "Se déconnecter", leave),
        ),
    ),
    compte &&
      h(
        "p",
        { class: "avis" },
        h("strong", {}, "PROJET"),
        " – Rien de ce qui sort d’ici n’est signé. Le modèle met vos points en phrases et ne décide de rien : une personne relit tout. ",
        lien("aide", "Ce qu’il ne fait jamais"),
      ),
  );
  fill(
    document.getElementById("pied"),
    h(
      "p",
      {},
      "Minutier – outil de rédaction d’actes administratifs. Ce serveur ne transmet rien hors de votre collectivité. ",
      compte && lien("verification", "Vérifier un visa"),
    ),
  );
}

async function leave() {
  await ecran?.quitter?.();
  try {
    await signOut();
    location.hash = "#/";
    showConnexion("Vous êtes déconnecté.");
  } catch (erreur) {
    announce(explain(erreur));
    show();
  }
}

function showConnexion(avis = "") {
  numero += 1;
  ecran = null;
  const connexion = makeConnexion(() => show());
  fill(
    document.getElementById("contenu"),
    h(
      "div",
      { class: "page-connexion" },
      h("h1", {}, "Se connecter à Minutier"),
      h(
        "p",
        { class: "chapo" },
        "Rédigez arrêtés, délibérations et courriers : la forme est tenue, le fond reste le vôtre.",
      ),
      avis && message("info", "", h("p", {}, avis)),
      connexion.element,
      h(
        "p",
        { class: "aide" },
        "Mot de passe oublié ? L’administrateur de Minutier dans votre collectivité peut vous en donner un autre.",
      ),
    ),
  );
  document.title = "Se connecter – Minutier";
  renderEntete();
  connexion.focus();
}

async function start() {
  document.getElementById("evitement").addEventListener("click", (e) => {
    e.preventDefault();
    document.getElementById("contenu").focus();
  });
  renderEntete();
  // The cookie says who asks: the acts need not wait until the server has told whose they are.
  const avance = routeOf() ? null : fetchActes({ page: 1 }, { anonyme: true });
  avance?.catch(() => {});
  try {
    if (!(await openSession())) {
      showConnexion();
      return;
    }
  } catch (erreur) {
    fill(
      document.getElementById("contenu"),
      h("h1", {}, "Minutier ne répond pas"),
      message("erreur", "", h("p", {}, explain(erreur))),
      button("principal", "Réessayer", start),
    );
    return;
  }
  await show({ premier: true, avance });
}

addEventListener("hashchange", () => {
  if (getCompte() && (location.hash === "" || location.hash.startsWith("#/"))) show();
});
start().then(fetchReste);
