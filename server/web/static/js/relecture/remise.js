// Hand a dossier over, or the review of its present step: to whom, and what that changes.

import { call, explain, getCompte } from "../api.js";
import { announce, fill, h, message } from "../dom.js";
import { goTo } from "../liens.js";
import { listChoix, makeDemande } from "./demande.js";
import { ROLES } from "./mots.js";
import { listRelecteurs } from "./relecteurs.js";

/** Offer what this account may hand over; null when nothing. */
export function makeRemise(page) {
  const { dossier } = page;
  const role = dossier.circuit[dossier.etape];
  const relecture = page.may("transmettre_relecture");
  if (!relecture && !page.may("transmettre")) return null;
  const zone = h("div");
  const [titre, aide] = relecture
    ? [
        "Confier cette relecture à une autre personne",
        `Elle seule, ou la personne à qui elle a donné délégation, pourra viser l’étape « ${ROLES[role]} ». Elle pourra vous la rendre.`,
      ]
    : [
        "Confier ce dossier à une autre personne",
        "Elle le suivra à votre place : elle le corrigera et l’enverra. Elle ne pourra pas le viser. Elle pourra vous le rendre.",
      ];
  const load = async () => {
    try {
      const { personnes } = await call("GET", "/api/personnes");
      const possibles = relecture
        ? listPossibles(dossier, listRelecteurs(role, personnes, dossier.responsable.id))
        : personnes.filter((une) => une.id !== dossier.responsable.id);
      fill(zone, h("p", { class: "aide" }, aide), makeChoixPersonne(page, possibles, relecture));
    } catch (erreur) {
      fill(zone, message("erreur", "", h("p", {}, explain(erreur))));
    }
    announce(titre);
  };
  return h(
    "details",
    { class: "panneau", ontoggle: (e) => e.target.open && load() },
    h("summary", {}, titre),
    zone,
  );
}

/** Leave out who wrote the act, who has the step already, and oneself who holds it. */
function listPossibles(dossier, relecteurs) {
  const exclus = new Set([dossier.auteur.id, ...dossier.versions.map((v) => v.par.id)]);
  exclus.add(dossier.assigne?.id ?? getCompte().id);
  return relecteurs.filter((une) => !exclus.has(une.id));
}

function makeChoixPersonne(page, possibles, relecture) {
  if (!possibles.length)
    return h(
      "p",
      {},
      "Personne d’autre ne peut le recevoir. L’administrateur de Minutier peut donner un rôle à quelqu’un.",
    );
  const champ = {
    nom: "compte_id",
    label: "À qui",
    type: "choix",
    choix: listChoix(possibles),
    manque: "choisissez une personne",
  };
  return makeDemande([champ], {}, "Confier", async ({ compte_id }) => {
    const depart = location.hash;
    const nom = champ.choix.find((un) => un.valeur === compte_id).label;
    await call("POST", `${page.chemin}/transmission`, {
      corps: { quoi: relecture ? "relecture" : "dossier", compte_id },
    });
    const dit = relecture ? `Relecture confiée à ${nom}.` : `Dossier confié à ${nom}.`;
    try {
      await page.reload(dit);
    } catch (erreur) {
      if (erreur.statut !== 404) return page.refuse(erreur, "Le dossier ne s’affiche pas");
      // Whoever had no other hand in it no longer sees it.
      goTo("dossiers", depart);
      announce(dit);
    }
  });
}
