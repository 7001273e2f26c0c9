// Watch a draft being written: provisional words shown as such, each passage with its state, a way to stop.

import { Probleme, call, explain } from "../api.js";
import { announce, button, fill, h, message, verbatim } from "../dom.js";
import { follow } from "../flux.js";
import { findRedaction, forgetRedaction } from "./redactions.js";

const ETATS = {
  attente: "En attente",
  debut: "En cours de rédaction",
  jeton: "En cours de rédaction",
  accepte: "Rédigé et contrôlé",
  refuse: "Refusé par le contrôle : demandé une seconde fois",
  repli: "Vos mots sont gardés tels quels",
};

/**
 * Make the view of a drafting. `surFin()` is called once the act can be fetched; `surArret(probleme)` when it stopped:
 * null when someone cancelled.
 */
export function makeSuivi({ id, acte }, { redaction }, { surFin, surArret }) {
  const arret = new AbortController();
  let quitte = false;
  let fini = false;
  const libelles = new Map();
  const passages = new Map();
  const zones = {
    etape: h("p.aide", "La rédaction commence…"),
    coupure: h("div", { role: "status" }),
    passages: h("div.passages-suivis"),
    barre: h("progress", { "aria-label": "Avancement de la rédaction", max: 1 }),
  };

  const nameOf = (nom) => libelles.get(nom) ?? nom;
  const passageOf = (nom) => {
    if (!passages.has(nom)) {
      const etat = h("span.etat", ETATS.attente);
      const texte = h("p.provisoire", { hidden: true });
      const marque = h("p.marque-provisoire", { hidden: true }, "Texte provisoire, pas encore contrôlé");
      zones.passages.append(h("section.passage-suivi", h("h3", nameOf(nom), " ", etat), marque, texte));
      passages.set(nom, { etat, texte, marque, fini: false });
    }
    return passages.get(nom);
  };
  const onEtape = ({ libelle, passages: prevus = [] }) => {
    fill(zones.etape, libelle);
    for (const un of prevus) {
      libelles.set(un.nom, un.libelle);
      passageOf(un.nom);
    }
    zones.barre.max = passages.size || 1;
  };
  const onPassage = ({ passage, etape, texte }) => {
    const vue = passageOf(passage);
    if (vue.etat.dataset.etape !== etape) {
      vue.etat.dataset.etape = etape;
      fill(vue.etat, ETATS[etape] ?? etape);
      if (etape !== "jeton") announce(`${nameOf(passage)} : ${ETATS[etape] ?? etape}.`);
    }
    if (etape === "jeton") vue.texte.append(verbatim(texte));
    if (etape === "debut" || etape === "refuse") fill(vue.texte);
    if (etape === "accepte" && texte) fill(vue.texte, verbatim(texte));
    vue.fini = etape === "accepte" || etape === "repli";
    vue.marque.hidden = vue.fini || !vue.texte.textContent;
    vue.texte.hidden = !vue.texte.textContent;
    vue.texte.classList.toggle("controle", vue.fini);
    zones.barre.value = [...passages.values()].filter((p) => p.fini).length;
  };
  const onEvenement = (nom, donnees) => {
    fill(zones.coupure);
    if (nom === "etape") onEtape(donnees);
    else if (nom === "passage") onPassage(donnees);
    else if (nom === "fin" || nom === "erreur") end(nom === "fin" ? surFin : () => surArret(donnees));
  };
  const end = (suite) => {
    if (fini) return;
    fini = true;
    // Another may have been asked for since.
    if (findRedaction(id)?.redaction === redaction) forgetRedaction(id);
    if (!quitte) suite();
  };
  const cancel = async () => {
    arreter.disabled = true;
    arret.abort();
    await call("DELETE", `/api/redactions/${redaction}`).catch(() => {});
    // It may have ended just before: the act is then another.
    await call("GET", `/api/brouillons/${id}`).then(
      (vu) => end(vu.acte?.canon === acte?.canon ? () => surArret(null) : surFin),
      (erreur) => end(() => surArret({ detail: explain(erreur) })),
    );
  };
  const arreter = button("secondaire", "Arrêter la rédaction", cancel);

  const element = h(
    "section.suivi",
    { "aria-labelledby": "titre-suivi" },
    h("h2", { id: "titre-suivi", tabindex: "-1" }, "Le projet s’écrit"),
    zones.etape,
    zones.barre,
    // Above the text, which grows.
    h("div.actions", arreter),
    zones.coupure,
    zones.passages,
  );
  const start = () =>
    follow(`/api/redactions/${redaction}/evenements`, {
      signal: arret.signal,
      surEvenement: onEvenement,
      surCoupure: (secondes) =>
        fill(
          zones.coupure,
          message(
            "attention",
            "",
            `Le serveur ne répond pas. Nouvel essai dans ${secondes} s ; votre saisie est enregistrée.`,
          ),
        ),
    }).catch((erreur) =>
      end(() =>
        surArret(erreur instanceof Probleme ? { ...erreur.corps, status: erreur.statut } : { detail: explain(erreur) }),
      ),
    );
  const quitter = () => {
    quitte = true;
    arret.abort();
  };
  return { element, start, quitter };
}
