// The collectivité: described once, shown beside each form, never typed again.

import { h, makeFiche, message, verbatim } from "../dom.js";

const TYPES = {
  commune: "Commune",
  communaute_de_communes: "Communauté de communes",
  communaute_d_agglomeration: "Communauté d’agglomération",
  communaute_urbaine: "Communauté urbaine",
  metropole: "Métropole",
  departement: "Département",
};

/** Show the collectivité beside a form; say that none is described. */
export function makeCollectivite(donnees) {
  if (!donnees) {
    return message(
      "info",
      "Aucune collectivité n’est décrite",
      "Décrivez-la au début du formulaire ; l’administrateur peut le faire une fois pour toutes.",
    );
  }
  const { adresse = {}, executif = {} } = donnees;
  const lignes = [
    ["Type", TYPES[donnees.type] ?? donnees.type],
    ["Adresse", join(", ", adresse.rue, join(" ", adresse.code_postal, adresse.ville))],
    ["Exécutif", join(" ", executif.civilite, executif.prenom, executif.nom)],
    ["Population", donnees.population && Number(donnees.population).toLocaleString("fr-FR")],
    ["SIREN", donnees.siren],
    ["Téléphone", donnees.telephone],
    ["Courriel", donnees.courriel],
    ["Site", donnees.site],
  ];
  return h(
    "details.panneau",
    h("summary", "Collectivité : ", verbatim(donnees.nom)),
    h("p.aide", "Ces valeurs sont reprises dans l’acte. L’administrateur de Minutier les tient à jour."),
    makeFiche(lignes),
  );
}

function join(lien, ...mots) {
  return mots.filter(Boolean).join(lien);
}
