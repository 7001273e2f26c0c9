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
  const requis = { type: "text", required: true };
  const nom = { ...requis, name: "username", autocomplete: "username", autocapitalize: "none", spellcheck: "false" };
  const [champNom, entreeNom] = makeEntree("Identifiant", { ...nom, value: identifiant });
  const mdp = { ...requis, type: "password", name: "password", autocomplete: "current-password" };
  const [champMdp, entreeMdp] = makeEntree("Mot de passe", mdp);
  const envoyer = button("principal large", "Se connecter", null, { type: "submit" });
  const show = () => {
    const clair = entreeMdp.type === "password";
    entreeMdp.type = clair ? "text" : "password";
    montrer.setAttribute("aria-pressed", String(clair));
  };
  const montrer = button("discret", "Afficher le mot de passe", show, { "aria-pressed": "false" });
  champMdp.append(montrer);
  const refuse = (texte, entree) => {
    fill(alerte, h("p.message.erreur", texte));
    entree.focus();
  };
  const formulaire = h(
    "form.connexion",
    {
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
    champNom,
    champMdp,
    envoyer,
  );
  return { element: formulaire, focus: () => (entreeNom.value ? entreeMdp : entreeNom).focus() };
}

function makeEntree(nom, attributs) {
  const id = makeId("connexion");
  const entree = h("input.saisie", { id, ...attributs });
  return [h("div.champ", h("label", { for: id }, nom), entree), entree];
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
      dialogue.remove();
      announce("Vous êtes de nouveau connecté. Rien n’a été perdu.");
      resolve(compte);
    }, avant?.identifiant ?? "");
    const dialogue = h(
      "dialog.dialogue",
      { "aria-labelledby": titre, oncancel: (e) => e.preventDefault() },
      h("h2", { id: titre }, "Votre session a expiré"),
      h("p", "Ce que vous avez saisi est gardé dans cette page. Reconnectez-vous : vous reprendrez où vous en étiez."),
      connexion.element,
      button("discret", "Abandonner et revenir à l’accueil", () => {
        dropAll();
        location.hash = "#/";
        location.reload();
      }),
    );
    const show = () => {
      dialogue.showModal();
      connexion.focus();
    };
    document.body.append(dialogue);
    // A browser closes at the second Escape what it was told not to close at the first: all that waits would for ever.
    dialogue.addEventListener("close", () => dialogue.isConnected && show());
    show();
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
    const dialogue = h("dialog.dialogue", { "aria-labelledby": id, "aria-describedby": `${id}-texte` });
    const annuler = button("secondaire", "Annuler", () => dialogue.close(""), { autofocus: true });
    const actions = choix.map(([sorte, mots, valeur]) => button(sorte, mots, () => dialogue.close(valeur)));
    dialogue.append(h("h2", { id }, titre), h("p", { id: `${id}-texte` }, texte), h("div.actions", annuler, actions));
    dialogue.addEventListener("close", () => {
      dialogue.remove();
      retour?.focus?.();
      resolve(dialogue.returnValue || null);
    });
    document.body.append(dialogue);
    dialogue.showModal();
  });
}
