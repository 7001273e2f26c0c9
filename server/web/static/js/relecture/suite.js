// What may be done with a dossier besides reviewing it, its files, its history.

import { call, readProbleme, send } from "../api.js";
import { announce, button, fill, h, makeId, message, verbatim } from "../dom.js";
import { lien } from "../liens.js";
import { sayInstant } from "../formulaire/moments.js";
import { confirm } from "../session.js";
import { makeDerive } from "./derive.js";
import { nameOf } from "./mots.js";
import { makeRemise } from "./remise.js";

const LIGNES = {
  depot: "Version déposée",
  soumission: "Envoyé en relecture",
  retrait: "Repris par son responsable",
  renvoi: "Renvoyé pour correction",
  transmission: "Confié à quelqu’un d’autre",
  visa: "Étape visée",
  scellement: "Fichier final scellé",
  cloture: "Dossier clos",
};

/** Say what is next for this account, and offer it. */
export function makeSuite(page) {
  const { dossier } = page;
  return [
    page.may("soumettre") && makeEnvoi(page),
    page.may("retirer") && makeRetrait(page),
    ["valide", "clos"].includes(dossier.etat) && makeFinal(page),
    !dossier.actions.length &&
      dossier.etat === "en_relecture" &&
      h("p", { class: "aide" }, "Vous pouvez lire ce dossier ; cette étape n’attend rien de vous."),
    makeFichiers(page),
    makeRemise(page),
  ];
}

function post(page, action, corps, dit) {
  return page.act(() => call("POST", `${page.chemin}/${action}`, { corps }), dit);
}

function makeEnvoi(page) {
  const renvoi = page.dossier.etat === "renvoye" && page.remarques.filter((r) => r.genre === "renvoi").at(-1);
  const envoyer = async () => {
    const inchange = renvoi && renvoi.version === page.version.numero;
    const sur =
      !inchange ||
      (await confirm(
        "Envoyer sans rien changer ?",
        "Vous n’avez pas déposé de fichier corrigé : la même version repart en relecture.",
        "Envoyer tel quel",
      ));
    if (sur) await post(page, "soumission", page.lu, "Acte envoyé en relecture.");
  };
  return message(
    renvoi ? "attention" : "info",
    renvoi ? "Cet acte vous est renvoyé" : "Cet acte n’est pas encore envoyé",
    renvoi && [
      h("p", {}, "Motif donné par ", verbatim(nameOf(renvoi.par)), " : « ", verbatim(renvoi.texte), " »"),
      h(
        "ol",
        {},
        h(
          "li",
          {},
          h("a", { href: fichierOf(page), download: "" }, "Téléchargez le fichier"),
          ", corrigez-le dans Word ou LibreOffice et enregistrez-le.",
        ),
        h("li", {}, "Déposez le fichier corrigé : il devient la version suivante."),
        h("li", {}, "Envoyez-le de nouveau."),
      ),
    ],
    makeDepot(page),
    h(
      "div",
      { class: "actions" },
      button("principal", renvoi ? "Envoyer de nouveau" : "Envoyer en relecture", envoyer),
    ),
  );
}

/** Give the file that comes back from Word or LibreOffice. */
function makeDepot(page) {
  const id = makeId("fichier");
  const faute = h("p", { class: "faute", id: `${id}-faute`, hidden: true });
  const fichier = h("input", {
    type: "file",
    id,
    class: "saisie",
    accept: ".docx,.odt",
    "aria-describedby": faute.id,
  });
  const deposit = async () => {
    faute.hidden = fichier.files.length > 0;
    if (!faute.hidden) {
      fill(faute, "Choisissez d’abord le fichier .docx ou .odt.");
      return fichier.focus();
    }
    const corps = new FormData();
    corps.append("fichier", fichier.files[0]);
    return page.act(
      () => call("POST", `${page.chemin}/versions?version=${page.version.numero}`, { corps }),
      "Nouvelle version déposée.",
    );
  };
  return h(
    "div",
    { class: "champ" },
    h("label", { for: id }, "Fichier corrigé (.docx ou .odt)"),
    h("div", { class: "ligne" }, fichier, button("secondaire", "Déposer cette version", deposit)),
    faute,
  );
}

function makeRetrait(page) {
  const take = async () => {
    const sur = await confirm(
      "Reprendre cet acte ?",
      "Il quitte la relecture ; vous pourrez le corriger et l’envoyer de nouveau.",
      "Reprendre l’acte",
    );
    if (sur) await post(page, "retrait", { etape: page.dossier.etape }, "Vous avez repris l’acte.");
  };
  return h(
    "p",
    { class: "actions" },
    "Une erreur à corriger avant la relecture ?",
    button("secondaire", "Reprendre l’acte", take),
  );
}

function makeFinal(page) {
  const { chemin, dossier } = page;
  if (!dossier.scelle) {
    const again = () =>
      page.act(async () => {
        const reponse = await send("GET", `${chemin}/scelle/fichier`);
        if (!reponse.ok) throw await readProbleme(reponse);
      }, "Le fichier final est prêt.");
    return message(
      "attention",
      "Toutes les étapes sont visées",
      h("p", {}, "Le fichier final n’est pas encore fait ; les visas, eux, sont enregistrés."),
      button("secondaire", "Demander le fichier final", again),
    );
  }
  const autre = page.version.format === "docx" ? "odt" : "docx";
  return message(
    "reussite",
    "L’acte est validé et scellé",
    h("p", {}, "Le sceau dit qui a relu et vise exactement ce texte. Ce n’est pas la signature de l’acte."),
    h(
      "div",
      { class: "actions" },
      h(
        "a",
        { class: "bouton principal", href: `${chemin}/scelle/fichier`, download: "" },
        "Télécharger le fichier final",
      ),
      h(
        "a",
        { class: "bouton secondaire", href: `${chemin}/scelle/sidecar`, download: "" },
        "Télécharger le sceau à part (.visa.json)",
      ),
      makeDerive("Préparer le PDF", `${chemin}/scelle/pdf`),
      makeDerive(`Préparer le .${autre}, avec le même sceau`, `${chemin}/scelle/fichier?format=${autre}`),
      lien("verification", "Vérifier un fichier", { class: "bouton discret" }),
      page.may("clore") &&
        button("discret", "Clore le dossier", () => post(page, "cloture", undefined, "Dossier clos.")),
    ),
  );
}

function fichierOf({ chemin, version }, { numero } = version) {
  return `${chemin}/versions/${numero}/fichier`;
}

/** Give the files and the differences, and a way to put another version for whoever may. */
function makeFichiers(page) {
  const { dossier, version } = page;
  const route = `dossier/${dossier.id}/changements`;
  const relit = page.may("viser");
  return [
    h(
      "div",
      { class: "telechargements" },
      h(
        "a",
        { class: "bouton secondaire", href: fichierOf(page), download: "" },
        `Télécharger cette version (.${version.format})`,
      ),
      version.numero > 1 &&
        lien(route, "Ce qui a changé depuis la version précédente", { class: "bouton secondaire" }),
      dossier.brouillon_id &&
        lien(`${route}/redige`, "Ce qui a changé depuis la rédaction", { class: "bouton discret" }),
    ),
    relit &&
      h(
        "details",
        { class: "panneau" },
        h("summary", {}, "Déposer une version corrigée par vous"),
        message(
          "attention",
          "Vous ne pourrez plus viser cet acte",
          h(
            "p",
            {},
            "Qui modifie un acte ne le vise pas : une autre personne devra le relire, et les visas déjà donnés seront à redonner.",
          ),
        ),
        makeDepot(page),
      ),
  ];
}

/** Tell the versions and what the ledger says, fetched when it is opened. */
export function makeHistorique(page) {
  const { chemin, dossier } = page;
  const lignes = h("ol", { class: "historique" });
  const load = async () => {
    try {
      const registre = await call("GET", `${chemin}/registre`);
      fill(lignes, registre.lignes.map(makeLigne));
    } catch (erreur) {
      page.refuse(erreur, "L’historique ne peut pas être lu");
    }
  };
  return h(
    "details",
    { class: "panneau", ontoggle: (e) => e.target.open && load().then(() => announce("Historique affiché.")) },
    h("summary", {}, "Versions et historique"),
    h("h2", {}, "Versions"),
    h(
      "ul",
      {},
      dossier.versions.map((v) =>
        h(
          "li",
          {},
          h("a", { href: fichierOf(page, v), download: "" }, `Version ${v.numero} (.${v.format})`),
          ", déposée par ",
          verbatim(nameOf(v.par)),
          ` ${sayInstant(v.cree_le)}`,
        ),
      ),
    ),
    h("h2", {}, "Ce que dit le registre"),
    lignes,
  );
}

function makeLigne({ genre, instant, acteur, donnees }) {
  return h(
    "li",
    {},
    h("strong", {}, LIGNES[genre] ?? genre),
    donnees.version && `, version ${donnees.version}`,
    acteur && [", par ", verbatim(acteur)],
    ` – ${sayInstant(instant)}`,
  );
}
