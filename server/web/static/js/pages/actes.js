// « Mes actes »: find one, go on with it, start from it, delete it and change one’s mind.

import { call, explain, getCompte } from "../api.js";
import { announce, button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { drop, keyOf } from "../copies.js";
import { sayInstant } from "../formulaire/moments.js";
import { GENRES, GENRES_PLURIEL, count } from "./commun.js";

const DELAI_RECHERCHE = 300;

/** Ask for the acts of who is signed in; `parametres` as `/api/brouillons` takes them. */
export function fetchActes(parametres, options) {
  return call("GET", `/api/brouillons?${new URLSearchParams(parametres)}`, options);
}

/** Find an act; `avance`: the first page of them, when it was asked for before. */
export async function showActes(avance) {
  const filtre = { q: "", genre: "", page: 1 };
  const resultats = h("div", { class: "resultats" });
  const bilan = h("p", { class: "bilan", role: "status" });
  const suppression = h("div");
  let minuteur = 0;
  let demande = 0;

  const load = async (donnes = null) => {
    const mienne = (demande += 1);
    const parametres = Object.entries(filtre).filter(([, v]) => v);
    try {
      const reponse = donnes ?? (await fetchActes(parametres));
      if (mienne === demande) render(reponse);
    } catch (erreur) {
      // Something else is looked for by now.
      if (mienne === demande) throw erreur;
    }
  };
  const reload = () =>
    load().catch((erreur) => fill(resultats, message("erreur", "", h("p", {}, explain(erreur)))));
  const search = (delai) => {
    clearTimeout(minuteur);
    filtre.page = 1;
    minuteur = setTimeout(reload, delai);
  };
  const goPage = async (page) => {
    filtre.page = page;
    await reload();
    focusOn(bilan);
  };
  const remove = async (acte) => {
    try {
      await call("DELETE", `/api/brouillons/${acte.id}`);
      drop(getCompte().id, `saisie.${acte.id}`);
      await load();
      fill(suppression, makeSupprime(acte, () => restore(acte)));
      focusOn(suppression.querySelector("button"));
    } catch (erreur) {
      fill(bilan, explain(erreur));
    }
  };
  const restore = async (acte) => {
    try {
      await call("POST", `/api/brouillons/${acte.id}/restauration`);
      await load();
      fill(suppression);
      focusOn(resultats.querySelector(`a[href*="${acte.id}"]`) ?? bilan);
      announce("Acte restauré.");
    } catch (erreur) {
      fill(suppression, message("erreur", "", h("p", {}, explain(erreur))));
    }
  };

  const render = ({ total, elements, page }) => {
    const cherche = filtre.q || filtre.genre;
    fill(bilan, total ? count(total, "acte") + (cherche ? " pour cette recherche" : "") : "");
    if (!total) {
      fill(
        resultats,
        cherche
          ? h("p", { class: "vide" }, "Aucun acte ne correspond à cette recherche.")
          : h(
              "div",
              { class: "vide" },
              h("p", {}, "Vous n’avez encore aucun acte ici."),
              h("p", {}, "Choisissez un modèle : Minutier tient la forme, vous donnez les faits."),
            ),
      );
      return;
    }
    const suivantes = total > (page ?? filtre.page) * Math.max(elements.length, 1) && elements.length > 0;
    fill(
      resultats,
      h(
        "ul",
        { class: "actes" },
        elements.map((acte) => makeLigne(acte, remove)),
      ),
      (filtre.page > 1 || suivantes) &&
        h(
          "nav",
          { class: "pages", "aria-label": "Pages de résultats" },
          filtre.page > 1 && button("secondaire", "Page précédente", () => goPage(filtre.page - 1)),
          h("span", {}, `Page ${filtre.page}`),
          suivantes && button("secondaire", "Page suivante", () => goPage(filtre.page + 1)),
        ),
    );
  };

  await load(await avance?.catch(() => null));
  const recherche = h(
    "form",
    {
      class: "recherche",
      role: "search",
      onsubmit: (e) => {
        e.preventDefault();
        search(0);
      },
    },
    h(
      "div",
      { class: "champ" },
      h("label", { for: "chercher" }, "Chercher dans mes actes"),
      h("input", {
        type: "search",
        id: "chercher",
        class: "saisie",
        autocomplete: "off",
        oninput: (e) => {
          filtre.q = e.target.value.trim();
          search(DELAI_RECHERCHE);
        },
      }),
    ),
    h(
      "div",
      { class: "champ" },
      h("label", { for: "genre" }, "Genre"),
      h(
        "select",
        {
          id: "genre",
          class: "saisie",
          onchange: (e) => {
            filtre.genre = e.target.value;
            search(0);
          },
        },
        h("option", { value: "" }, "Tous"),
        Object.entries(GENRES_PLURIEL).map(([valeur, texte]) => h("option", { value: valeur }, texte)),
      ),
    ),
  );
  return {
    titre: "Mes actes",
    contenu: [
      h(
        "div",
        { class: "titre-page" },
        h("h1", {}, "Mes actes"),
        lien("nouveau", "Rédiger un acte", { class: "bouton principal" }),
      ),
      makeRetrouvees(),
      recherche,
      suppression,
      bilan,
      resultats,
      h("p", { class: "aide" }, lien("corbeille", "Corbeille"), " : les actes supprimés depuis moins de 30 jours."),
    ],
    quitter: () => clearTimeout(minuteur),
  };
}

function makeLigne(acte, remove) {
  const route = acte.etat === "redige" ? `acte/${acte.id}/texte` : `acte/${acte.id}`;
  const titre = acte.titre || "Acte sans titre";
  return h(
    "li",
    { class: "acte" },
    h("h2", {}, lien(route, [verbatim(titre)])),
    h(
      "p",
      { class: "meta" },
      h("span", { class: "etiquette" }, GENRES[acte.genre] ?? acte.genre),
      h("span", { class: "etiquette neutre" }, acte.etat === "redige" ? "Projet rédigé" : "Saisie en cours"),
      `Modifié ${sayInstant(acte.modifie_le)}`,
    ),
    h(
      "div",
      { class: "actions" },
      lien(`acte/${acte.id}/reprise`, "Reprendre pour un nouvel acte", {
        class: "bouton discret",
        "aria-label": `Reprendre pour un nouvel acte : ${titre}`,
      }),
      button("discret", "Supprimer", () => remove(acte), { "aria-label": `Supprimer : ${titre}` }),
    ),
  );
}

/** Say that an act is in the bin, and offer to take it back for as long as one stays on this screen. */
function makeSupprime(acte, restore) {
  const dit = h(
    "p",
    { id: "acte-supprime" },
    "« ",
    verbatim(acte.titre || "Acte sans titre"),
    " » est dans la corbeille pour 30 jours.",
  );
  const annuler = button("secondaire", "Annuler la suppression", restore, { "aria-describedby": "acte-supprime" });
  return message("info", "Acte supprimé", dit, h("div", { class: "actions" }, annuler));
}

/** Offer again what this tab kept and the server never confirmed. */
function makeRetrouvees() {
  const copies = list(getCompte().id, "saisie.");
  if (!copies.length) return null;
  return message(
    "attention",
    "Une saisie n’a pas pu être enregistrée",
    h("p", {}, "Elle est gardée dans cet onglet ; ouvrez-la pour la reprendre."),
    h(
      "ul",
      {},
      copies.map(({ valeur }) =>
        h(
          "li",
          {},
          lien(
            valeur.id ? `acte/${valeur.id}` : `nouveau/${valeur.modele}`,
            `Reprendre la saisie faite ${sayInstant(valeur.le)}`,
          ),
        ),
      ),
    ),
  );
}

/** List what is kept for an account under a prefix. */
function list(compte, prefixe) {
  try {
    const debut = keyOf(compte, prefixe);
    return Object.keys(sessionStorage)
      .filter((cle) => cle.startsWith(debut))
      .map((cle) => ({
        nom: cle.slice(keyOf(compte, "").length),
        valeur: JSON.parse(sessionStorage.getItem(cle)),
      }));
  } catch {
    return [];
  }
}
