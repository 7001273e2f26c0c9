// Follow server-sent events with fetch: unlike EventSource it sees a refusal, and can say why it waits.

import { Injoignable, Probleme, readProbleme, send } from "./api.js";

const ATTENTES = [1, 2, 4, 8, 10];
/** Milliseconds. The server never says nothing for so long: whoever is silent is not there any more. */
const SILENCE = 30_000;

/** Follow a stream until its last event ("fin" or "erreur"), through cuts and restarts of the server. */
export async function follow(chemin, { signal, surEvenement, surCoupure }) {
  let dernier = "";
  for (let essai = 0; ;) {
    try {
      const reponse = await send("GET", chemin, {
        signal,
        entetes: { Accept: "text/event-stream", ...(dernier ? { "Last-Event-ID": dernier } : {}) },
      });
      if (!reponse.ok) throw await readProbleme(reponse);
      // Over, and all of it was read before the cut.
      if (reponse.status === 204) return surEvenement("fin", {});
      for await (const evenement of readEvenements(reponse.body)) {
        essai = 0;
        if (evenement.id) dernier = evenement.id;
        surEvenement(evenement.nom, evenement.donnees);
        if (["fin", "erreur"].includes(evenement.nom)) return;
      }
    } catch (erreur) {
      if (erreur.name === "AbortError" || signal.aborted) return;
      if (erreur instanceof Probleme && erreur.statut !== 429) throw erreur;
    }
    const secondes = ATTENTES[essai] ?? 10;
    essai += 1;
    surCoupure(secondes);
    await pause(secondes * 1000, signal);
    if (signal.aborted) return;
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const minuteur = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(minuteur);
        resolve();
      },
      { once: true },
    );
  });
}

/** Read the events of a body; comments (heartbeats) are dropped. A cut body ends the iteration. */
export async function* readEvenements(corps) {
  const lecteur = corps.pipeThrough(new TextDecoderStream()).getReader();
  const stop = () => lecteur.cancel().catch(() => {});
  let reste = "";
  try {
    while (true) {
      const minuteur = setTimeout(stop, SILENCE);
      const { done, value } = await lecteur
        .read()
        .catch((erreur) => {
          if (erreur.name === "AbortError") throw erreur;
          throw new Injoignable();
        })
        .finally(() => clearTimeout(minuteur));
      if (done) return;
      reste = (reste + value).replace(/\r\n/g, "\n");
      const morceaux = reste.split("\n\n");
      reste = morceaux.pop();
      for (const morceau of morceaux) {
        const evenement = parseEvenement(morceau);
        if (evenement) yield evenement;
      }
    }
  } finally {
    stop();
  }
}

function parseEvenement(morceau) {
  const champs = { event: "message", id: "", data: [] };
  for (const ligne of morceau.split("\n")) {
    const [, nom, valeur] = /^([a-z]+): ?(.*)$/.exec(ligne) ?? [];
    if (nom === "data") champs.data.push(valeur);
    else if (nom) champs[nom] = valeur;
  }
  if (!champs.data.length) return null;
  return { nom: champs.event, id: champs.id, donnees: JSON.parse(champs.data.join("\n")) };
}
