// A file that the server makes when asked: it takes some seconds, and can be refused.

import { explain, readProbleme, send } from "../api.js";
import { button, enable, fill, h, message } from "../dom.js";

/** Give a button for such a file; `corps` is what it is made from, when the server does not have it. */
export function makeDerive(texte, adresse, corps) {
  const etat = h("span", { role: "status" });
  const prepare = async () => {
    bouton.disabled = true;
    fill(etat, "Préparation en cours, quelques secondes…");
    try {
      const reponse = await send(corps ? "POST" : "GET", adresse, { corps });
      if (!reponse.ok) throw await readProbleme(reponse);
      save(await reponse.blob(), reponse.headers.get("Content-Disposition"));
      fill(etat, "Le fichier est dans vos téléchargements.");
    } catch (erreur) {
      fill(etat, message("erreur", "", h("p", {}, explain(erreur))));
    } finally {
      enable(bouton);
    }
  };
  const bouton = button("secondaire", texte, prepare);
  return h("div", { class: "actions" }, bouton, etat);
}

function save(contenu, disposition) {
  const adresse = URL.createObjectURL(contenu);
  const nom = /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "acte";
  h("a", { href: adresse, download: nom }).click();
  // Chromium reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(adresse), 60_000);
}
