// « À relire » and « Mes dossiers »: what waits for this account, and what it has a hand in.

import { call, explain } from "../api.js";
import { button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { sayInstant } from "../formulaire/moments.js";
import { GENRES, count } from "../pages/commun.js";
import { ETATS, nameOf, sayEtat } from "./mots.js";

export async function showARelire() {
  const { elements } = await call("GET", "/api/dossiers/a-relire");
  return {
    titre: "À relire",
    contenu: [
      h("h1", {}, "À relire"),
      h(
        "p",
        { class: "chapo" },
        "Les actes qui attendent votre relecture, celui qui attend depuis le plus longtemps d’abord.",
      ),
      h("p", { class: "bilan" }, elements.length ? `${count(elements.length, "acte")} à relire` : ""),
      elements.length
        ? h(
            "ul",
            { class: "actes" },
            elements.map((un) => makeLigne(un, "Relire")),
          )
        : h("p", { class: "vide" }, "Rien n’attend votre relecture."),
    ],
  };
}

export async function showDossiers() {
  const filtre = { etat: "", page: 1 };
  const bilan = h("p", { class: "bilan", role: "status" });
  const liste = h("div");
  let demande = 0;
  const load = async (mienne) => {
    const { total, elements } = await call(
      "GET",
      `/api/dossiers?page=${filtre.page}${filtre.etat && `&etat=${filtre.etat}`}`,
    );
    if (mienne !== demande) return;
    fill(bilan, total ? count(total, "dossier") : "");
    const page = (mots, pas) =>
      button("secondaire", mots, () => reload(filtre.page + pas).then(() => focusOn(bilan)));
    fill(
      liste,
      total
        ? h(
            "ul",
            { class: "actes" },
            elements.map((un) => makeLigne(un, "Ouvrir")),
          )
        : h(
            "p",
            { class: "vide" },
            filtre.etat
              ? "Aucun dossier dans cet état."
              : "Aucun dossier : envoyez un acte en relecture, il apparaîtra ici.",
          ),
      total > 50 &&
        h(
          "nav",
          { class: "pages", "aria-label": "Pages de résultats" },
          filtre.page > 1 && page("Page précédente", -1),
          h("span", {}, `Page ${filtre.page}`),
          total > filtre.page * 50 && page("Page suivante", 1),
        ),
    );
  };
  const reload = (page) => {
    filtre.page = page;
    const mienne = (demande += 1);
    const fail = (erreur) => fill(liste, message("erreur", "", h("p", {}, explain(erreur))));
    return load(mienne).catch((erreur) => mienne === demande && fail(erreur));
  };
  await load(demande);
  const choix = {
    id: "etat",
    class: "saisie courte",
    onchange: (e) => {
      filtre.etat = e.target.value;
      reload(1);
    },
  };
  return {
    titre: "Mes dossiers",
    contenu: [
      h("h1", {}, "Mes dossiers"),
      h(
        "p",
        { class: "chapo" },
        "Les actes que vous avez envoyés en relecture, relus ou visés, et où ils en sont.",
      ),
      h(
        "div",
        { class: "champ" },
        h("label", { for: "etat" }, "État"),
        h(
          "select",
          choix,
          h("option", { value: "" }, "Tous"),
          Object.entries(ETATS).map(([etat, mots]) => h("option", { value: etat }, mots)),
        ),
      ),
      bilan,
      liste,
    ],
  };
}

function makeLigne(dossier, action) {
  const route = `dossier/${dossier.id}`;
  return h(
    "li",
    { class: "acte" },
    h("h2", {}, lien(route, [verbatim(dossier.titre)])),
    h(
      "p",
      { class: "meta" },
      h("span", { class: "etiquette" }, GENRES[dossier.genre] ?? dossier.genre),
      h("span", { class: `etiquette etat-${dossier.etat}` }, sayEtat(dossier)),
      h("span", {}, `Version ${dossier.version}, de `, verbatim(nameOf(dossier.responsable))),
      h("span", {}, `Modifié ${sayInstant(dossier.modifie_le)}`),
    ),
    h(
      "div",
      { class: "actions" },
      lien(route, action, { class: "bouton secondaire", "aria-label": `${action} : ${dossier.titre}` }),
    ),
  );
}
