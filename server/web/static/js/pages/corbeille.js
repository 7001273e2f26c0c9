// The bin: what was deleted, to take back or to delete for good.

import { call, explain } from "../api.js";
import { announce, button, fill, focusOn, h, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { sayInstant } from "../formulaire/moments.js";
import { confirm } from "../session.js";
import { GENRES, count } from "./commun.js";

export async function showCorbeille() {
  const bilan = h("p", { class: "bilan", role: "status" });
  const liste = h("div");

  const load = async () => {
    const { total, elements } = await call("GET", "/api/brouillons?corbeille=true");
    fill(bilan, total ? count(total, "acte supprimé", "actes supprimés") : "La corbeille est vide.");
    fill(liste, total > 0 && h("ul", { class: "actes" }, elements.map(makeLigne)));
  };
  const act = async (methode, chemin, dit) => {
    try {
      await call(methode, chemin);
      await load();
      focusOn(bilan);
      announce(dit);
    } catch (erreur) {
      fill(bilan, message("erreur", "", h("p", {}, explain(erreur))));
    }
  };
  const remove = async (acte, titre) => {
    const sur = await confirm(
      "Supprimer pour de bon ?",
      `« ${titre} » ne pourra plus être restauré, ni sa saisie ni son texte. Les fichiers déjà téléchargés restent.`,
      "Supprimer pour de bon",
    );
    if (sur) await act("DELETE", `/api/brouillons/${acte.id}?definitif=true`, "Acte supprimé pour de bon.");
  };
  const makeLigne = (acte) => {
    const titre = acte.titre || "Acte sans titre";
    const restaurer = () => act("POST", `/api/brouillons/${acte.id}/restauration`, "Acte restauré dans Mes actes.");
    return h(
      "li",
      { class: "acte" },
      h("h2", {}, verbatim(titre)),
      h(
        "p",
        { class: "meta" },
        h("span", { class: "etiquette" }, GENRES[acte.genre] ?? acte.genre),
        `Supprimé ${sayInstant(acte.supprime_le)}`,
      ),
      h(
        "div",
        { class: "actions" },
        button("secondaire", "Restaurer", restaurer, { "aria-label": `Restaurer : ${titre}` }),
        button("discret", "Supprimer pour de bon", () => remove(acte, titre), {
          "aria-label": `Supprimer pour de bon : ${titre}`,
        }),
      ),
    );
  };

  await load();
  return {
    titre: "Corbeille",
    contenu: [
      h("h1", {}, "Corbeille"),
      h(
        "p",
        { class: "chapo" },
        "Un acte supprimé reste ici 30 jours, puis disparaît. ",
        lien("", "Revenir à mes actes"),
      ),
      bilan,
      liste,
    ],
  };
}
