// Sign in: on a page of its own at first, over the page when the session ends while someone types.

import { call, explain, getCompte, onSessionLost, setSession } from "./api.js";
import { announce, button, fill, h, makeId } from "./dom.js";
import { dropAll } from "./copies.js";

let connecter = null;

/** Say how to sign in: a function of what was typed, which gives what `setSession` takes. */
export function setConnecter(autre) {
  connecter = autre;
}

/** Make the form that signs in; `surSucces` gets the account. */
export function makeConnexion(surSucces, identifiant = "") {
  const alerte = h("div", { role: "alert" });
  const nom = makeId("identifiant");
  const mdp = makeId("mot-de-passe");
  const entreeNom = h("input", {
    id: nom,
    type: "text",
    class: "saisie",
    name: "username",
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
    value: identifiant,
  });
  const entreeMdp = h("input", {
    id: mdp,
    type: "password",
    class: "saisie",
    name: "password",
    autocomplete: "current-password",
    required: true,
  });
  const envoyer = h("button", { type: "submit", class: "bouton principal large" }, "Se connecter");
  const montrer = h(
    "button",
    {
      type: "button",
      class: "bouton discret",
      "aria-pressed": "false",
      onclick: () => {
        const clair = entreeMdp.type === "password";
        entreeMdp.type = clair ? "text" : "password";
        montrer.setAttribute("aria-pressed", String(clair));
      },
    },
    "Afficher le mot de passe",
  );
  const refuse = (texte, entree) => {
    fill(alerte, h("p", { class: "message erreur" }, texte));
    entree.focus();
  };
  const formulaire = h(
    "form",
    {
      class: "connexion",
      novalidate: true,
      onsubmit: async (e) => {
        e.preventDefault();
        if (!entreeNom.value.trim()) return refuse("Écrivez votre identifiant.", entreeNom);
        if (!entreeMdp.value) return refuse("Écrivez votre mot de passe.", entreeMdp);
        envoyer.disabled = true;
        try {
          setSession(await connecter({ identifiant: entreeNom.value.trim(), mot_de_passe: entreeMdp.value }));
          surSucces(getCompte());
        } catch (erreur) {
          entreeMdp.value = "";
          refuse(explain(erreur), entreeMdp);
        } finally {
          envoyer.disabled = false;
        }
      },
    },
    alerte,
    h("div", { class: "champ" }, h("label", { for: nom }, "Identifiant"), entreeNom),
    h("div", { class: "champ" }, h("label", { for: mdp }, "Mot de passe"), entreeMdp, montrer),
    envoyer,
  );
  return { element: formulaire, focus: () => (entreeNom.value ? entreeMdp : entreeNom).focus() };
}

let enCours = null;

/** Ask to sign in again over the page: one dialog, however many requests wait for it. */
function askAgain() {
  enCours ??= new Promise((resolve) => {
    const avant = getCompte();
    const titre = makeId("titre");
    const connexion = makeConnexion((compte) => {
      // Someone else at the keyboard must not receive what the first one typed.
      if (avant && compte.id !== avant.id) {
        dropAll();
        location.reload();
        return;
      }
      dialogue.close();
      announce("Vous êtes de nouveau connecté. Rien n’a été perdu.");
      resolve(compte);
    }, avant?.identifiant ?? "");
    const dialogue = h(
      "dialog",
      { class: "dialogue", "aria-labelledby": titre, oncancel: (e) => e.preventDefault() },
      h("h2", { id: titre }, "Votre session a expiré"),
      h(
        "p",
        {},
        "Ce que vous avez saisi est gardé dans cette page. Reconnectez-vous : vous reprendrez où vous en étiez.",
      ),
      connexion.element,
      button("discret", "Abandonner et revenir à l’accueil", () => {
        dropAll();
        location.hash = "#/";
        location.reload();
      }),
    );
    document.body.append(dialogue);
    dialogue.addEventListener("close", () => dialogue.remove());
    dialogue.showModal();
    connexion.focus();
  }).finally(() => {
    enCours = null;
  });
  return enCours;
}

onSessionLost(askAgain);

/** Ask to confirm something that cannot be undone; resolves to true or false. */
export async function confirm(titre, texte, action) {
  return (await choose(titre, texte, [["danger", action, "oui"]])) === "oui";
}

/** Ask to choose: each choice is a kind of button, its words and its value; resolves to null when nothing is chosen. */
export function choose(titre, texte, choix) {
  return new Promise((resolve) => {
    const id = makeId("titre");
    const retour = document.activeElement;
    const dialogue = h("dialog", { class: "dialogue", "aria-labelledby": id, "aria-describedby": `${id}-texte` });
    const annuler = button("secondaire", "Annuler", () => dialogue.close(""), { autofocus: true });
    const actions = choix.map(([sorte, mots, valeur]) => button(sorte, mots, () => dialogue.close(valeur)));
    dialogue.append(
      h("h2", { id }, titre),
      h("p", { id: `${id}-texte` }, texte),
      h("div", { class: "actions" }, annuler, actions),
    );
    dialogue.addEventListener("close", () => {
      dialogue.remove();
      retour?.focus?.();
      resolve(dialogue.returnValue || null);
    });
    document.body.append(dialogue);
    dialogue.showModal();
  });
}
