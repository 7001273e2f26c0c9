// Choose a template: favourites first, by genre, by words.

import { call, explain } from "../api.js";
import { announce, fill, h } from "../dom.js";
import { lien } from "../liens.js";
import { GENRES, GENRES_PLURIEL, count, fold } from "./commun.js";

const MATURITES = { a_valider: "À valider par un juriste", valide: "Validé par un juriste" };

export async function showModeles() {
  const { modeles } = await call("GET", "/api/modeles");
  const filtre = { mots: "", genre: "" };
  const liste = h("ul", { class: "modeles" });
  const bilan = h("p", { class: "bilan", role: "status" });
  const genres = [...new Set(modeles.map((m) => m.genre))];

  const toggle = async (modele, bouton) => {
    const favori = !modele.favori;
    try {
      await call(favori ? "PUT" : "DELETE", `/api/modeles/${modele.code}/favori`);
      modele.favori = favori;
      bouton.setAttribute("aria-pressed", String(favori));
      fill(bouton, favori ? "★ Favori" : "☆ Favori");
      announce(favori ? "Ajouté aux favoris." : "Retiré des favoris.");
    } catch (erreur) {
      fill(bilan, explain(erreur));
    }
  };
  const render = () => {
    const mots = fold(filtre.mots).split(/\s+/).filter(Boolean);
    const trouves = modeles
      .filter(
        (m) =>
          (!filtre.genre || m.genre === filtre.genre) &&
          mots.every((mot) => fold(`${m.titre} ${m.resume} ${GENRES[m.genre]}`).includes(mot)),
      )
      .sort((a, b) => Number(b.favori) - Number(a.favori) || a.titre.localeCompare(b.titre, "fr"));
    fill(
      bilan,
      trouves.length
        ? count(trouves.length, "modèle")
        : "Aucun modèle ne correspond. Essayez un autre mot, ou un autre genre.",
    );
    fill(
      liste,
      trouves.map((m) => makeCarte(m, toggle)),
    );
  };
  render();
  const recherche = h(
    "form",
    { class: "recherche", role: "search", onsubmit: (e) => e.preventDefault() },
    h(
      "div",
      { class: "champ" },
      h("label", { for: "chercher" }, "Chercher un modèle"),
      h("input", {
        type: "search",
        id: "chercher",
        class: "saisie",
        autocomplete: "off",
        oninput: (e) => {
          filtre.mots = e.target.value;
          render();
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
            render();
          },
        },
        h("option", { value: "" }, "Tous"),
        genres.map((g) => h("option", { value: g }, GENRES_PLURIEL[g] ?? g)),
      ),
    ),
  );
  return {
    titre: "Choisir un modèle",
    contenu: [h("h1", {}, "Quel acte rédigez-vous ?"), recherche, bilan, liste],
  };
}

function makeCarte(modele, toggle) {
  const bouton = h(
    "button",
    {
      type: "button",
      class: "bouton discret favori",
      "aria-pressed": String(Boolean(modele.favori)),
      "aria-label": `Favori : ${modele.titre}`,
      onclick: () => toggle(modele, bouton),
    },
    modele.favori ? "★ Favori" : "☆ Favori",
  );
  return h(
    "li",
    { class: "modele" },
    h("h2", {}, lien(`nouveau/${modele.code}`, modele.titre)),
    h("p", {}, modele.resume),
    h(
      "p",
      { class: "meta" },
      h("span", { class: "etiquette" }, GENRES[modele.genre] ?? modele.genre),
      h("span", { class: "etiquette neutre" }, MATURITES[modele.maturite] ?? modele.maturite),
      bouton,
    ),
  );
}
