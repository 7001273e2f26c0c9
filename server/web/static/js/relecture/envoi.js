// « Envoyer en relecture »: say who will review, make the dossier, send it.

import { call, explain, getCompte } from "../api.js";
import { announce, button, fill, h, message, verbatim } from "../dom.js";
import { goTo, lien } from "../liens.js";
import { makePerime } from "../pages/acte.js";
import { sayEtat } from "./mots.js";
import { listRelecteurs, makeRelecteurs } from "./relecteurs.js";

export async function showEnvoi(id) {
  const brouillon = await call("GET", `/api/brouillons/${id}`);
  const [{ circuits }, { personnes }, { elements }] = await Promise.all([
    call("GET", "/api/circuits"),
    call("GET", "/api/personnes"),
    call("GET", `/api/dossiers?brouillon=${id}`),
  ]);
  const circuit = circuits.find((un) => un.modele === brouillon.modele)?.roles ?? [];
  const moi = getCompte().id;
  const seul = circuit.some((role) => !listRelecteurs(role, personnes, moi).length);
  const alerte = h("div", { role: "alert" });
  const format = h(
    "select",
    { id: "format", class: "saisie courte" },
    h("option", { value: "docx" }, "Word (.docx)"),
    h("option", { value: "odt" }, "LibreOffice (.odt)"),
  );
  const send = async () => {
    const depart = location.hash;
    envoyer.disabled = true;
    fill(alerte);
    try {
      const corps = { brouillon_id: id, revision: brouillon.revision, format: format.value };
      const dossier = await call("POST", "/api/dossiers", { corps });
      const [version] = dossier.versions;
      try {
        await call("POST", `/api/dossiers/${dossier.id}/soumission`, {
          corps: { version: version.numero, empreinte: version.canon },
        });
        announce("Acte envoyé en relecture.");
      } finally {
        // Made, even where nobody can review it yet: the dossier says what is missing.
        goTo(`dossier/${dossier.id}`, depart);
      }
    } catch (erreur) {
      fill(alerte, message("erreur", "L’acte n’est pas envoyé", h("p", {}, explain(erreur))));
      envoyer.disabled = false;
    }
  };
  const envoyer = button("principal", "Envoyer en relecture", send);
  const pret = Boolean(brouillon.acte) && !brouillon.perime;
  return {
    titre: "Envoyer en relecture",
    contenu: [
      h("h1", {}, "Envoyer en relecture"),
      h("p", { class: "chapo" }, verbatim(brouillon.titre || "Projet")),
      elements.length > 0 &&
        message(
          "attention",
          "Cet acte a déjà un dossier",
          h(
            "p",
            {},
            "L’envoyer de nouveau en fait un second. Pour corriger le premier, déposez-y une nouvelle version.",
          ),
          h(
            "ul",
            {},
            elements.map((un) => h("li", {}, lien(`dossier/${un.id}`, "Ouvrir le dossier"), ` – ${sayEtat(un)}`)),
          ),
        ),
      brouillon.perime && makePerime(id, lien(`acte/${id}/texte`, "Aller au texte pour le rédiger à nouveau")),
      !brouillon.acte &&
        message("info", "Ce projet n’est pas encore rédigé", lien(`acte/${id}`, "Revenir à la saisie")),
      alerte,
      pret && [
        h("h2", {}, "Qui va relire"),
        makeRelecteurs(circuit, personnes, moi),
        h(
          "p",
          { class: "aide" },
          "En cas d’absence, la personne qui a reçu délégation relit à sa place. Vous ne pouvez pas viser votre propre acte.",
        ),
        seul &&
          message(
            "attention",
            "L’acte ne peut pas encore partir",
            h("p", {}, "Chaque étape attend une autre personne que vous."),
          ),
      ],
      pret &&
        !seul && [
          h(
            "div",
            { class: "champ" },
            h("label", { for: "format" }, "Format du fichier"),
            h("p", { class: "aide" }, "Celui que vous ouvrirez pour corriger l’acte, et celui du fichier final."),
            format,
          ),
          h(
            "div",
            { class: "actions" },
            envoyer,
            lien(`acte/${id}/texte`, "Revenir au texte", { class: "bouton discret" }),
          ),
        ],
    ],
  };
}
