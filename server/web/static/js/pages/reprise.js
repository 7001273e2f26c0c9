// Take up an act again: the same saisie, with every date moved by as many days.

import { call, explain } from "../api.js";
import { button, fill, h, message, verbatim } from "../dom.js";
import { goTo } from "../liens.js";
import { isVide } from "../formulaire/saisie.js";
import { readChamps } from "../formulaire/schema.js";
import { parseDate, toIso, toLong } from "../formulaire/moments.js";
import { keepDates } from "./dates.js";

export async function showReprise(id) {
  const brouillon = await call("GET", `/api/brouillons/${id}`);
  const champs = readChamps(await call("GET", `/api/modeles/${brouillon.modele}/schema`));
  const dates = listDates(champs, brouillon.saisie).filter(({ valeur }) => parseDate(valeur));
  const alerte = h("div", { role: "alert" });
  const reference = h(
    "select",
    { id: "reference", class: "saisie" },
    dates.map((d) => h("option", { value: d.champ }, `${d.label} – ${toLong(d.valeur)}`)),
  );
  reference.value = (dates.find((d) => /^(date_debut|seance\.date)$/.test(d.champ)) ?? dates[0])?.champ ?? "";
  const echo = h("p", { class: "echo", id: "nouvelle-echo" });
  const faute = h("p", { class: "faute", id: "nouvelle-faute", hidden: true });
  const nouvelle = h("input", {
    id: "nouvelle",
    type: "text",
    class: "saisie type-date",
    autocomplete: "off",
    "aria-describedby": "nouvelle-aide nouvelle-echo nouvelle-faute",
    oninput: () => {
      faute.hidden = true;
      nouvelle.removeAttribute("aria-invalid");
      fill(echo, parseDate(nouvelle.value) ? toLong(nouvelle.value) : "");
    },
  });

  const go = async (corps) => {
    const depart = location.hash;
    try {
      const cree = await call("POST", `/api/brouillons/${id}/reprise`, { corps });
      keepDates(cree.id, cree);
      goTo(`acte/${cree.id}`, depart);
    } catch (erreur) {
      fill(alerte, message("erreur", "", h("p", {}, explain(erreur))));
    }
  };
  const withDates = () => {
    if (!parseDate(nouvelle.value)) {
      faute.hidden = false;
      fill(faute, "Écrivez la nouvelle date : 02/11/2026 ou 2 novembre 2026.");
      nouvelle.setAttribute("aria-invalid", "true");
      nouvelle.focus();
      return;
    }
    go({ champ_date: reference.value, nouvelle_date: toIso(nouvelle.value) });
  };
  const formulaire =
    dates.length > 0 &&
    h(
      "form",
      {
        novalidate: true,
        class: "reprise",
        onsubmit: (e) => {
          e.preventDefault();
          withDates();
        },
      },
      h("div", { class: "champ" }, h("label", { for: "reference" }, "Date de référence"), reference),
      h(
        "div",
        { class: "champ" },
        h("label", { for: "nouvelle" }, "Nouvelle date"),
        h(
          "p",
          { class: "aide", id: "nouvelle-aide" },
          "Format : jj/mm/aaaa. Toutes les autres dates se décalent du même nombre de jours ; vous pourrez remettre celles qui ne doivent pas bouger.",
        ),
        nouvelle,
        echo,
        faute,
      ),
      h("button", { type: "submit", class: "bouton principal" }, "Créer le nouvel acte"),
    );
  return {
    titre: "Reprendre un acte",
    contenu: [
      h("h1", {}, "Reprendre pour un nouvel acte"),
      h(
        "p",
        { class: "chapo" },
        "À partir de « ",
        verbatim(brouillon.titre),
        " ». L’acte d’origine ne change pas.",
      ),
      alerte,
      formulaire,
      h(
        "p",
        {},
        button(dates.length ? "discret" : "principal", "Reprendre sans changer les dates", () =>
          go({ champ_date: null, nouvelle_date: null }),
        ),
      ),
    ],
  };
}

/** List the dates of a saisie: path, label, value. */
function listDates(champs, valeurs, chemin = "", lieu = "") {
  return champs.flatMap((champ) => {
    const valeur = valeurs?.[champ.nom];
    const place = chemin ? `${chemin}.${champ.nom}` : champ.nom;
    const label = lieu ? `${lieu} – ${champ.label}` : champ.label;
    if (isVide(valeur)) return [];
    if (champ.type === "date") return [{ champ: place, label, valeur }];
    if (champ.type === "bloc") return listDates(champ.champs, valeur, place, label);
    if (champ.type !== "groupe" || !Array.isArray(valeur)) return [];
    return valeur.flatMap((element, rang) =>
      listDates(champ.champs, element, `${place}[${rang}]`, `${label} ${rang + 1}`),
    );
  });
}
