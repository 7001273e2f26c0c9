// Stands in for Word behind Microsoft's real office.js, which this follows: answers its batches, and keeps them to read.
(() => {
  const hote = {
    version: "1.3",
    octets: [],
    nom: "C:\\Actes\\arrete.docx",
    texte: "",
    proprietes: {},
    revisions: 0,
    suivi: "Off",
    // What is selected: its paragraphs, the kind of body that holds them, the package that Word gives of them.
    selection: [],
    corps: "MainDoc",
    tableau: false,
    ooxml: "",
    ecrits: [],
    commentaires: [],
    objets: {},
    liberes: [],
    refus: "",
    lots: [],
    inseres: [],
    ouverts: [],
    fermes: 0,
    ...window.__reglages,
  };
  window.__hote = hote;

  const nombre = (version) => version.split(".").map(Number);
  const atteint = (version) => nombre(version)[1] <= nombre(hote.version)[1];

  /** What only the frame of Word gives: requirement sets, the file of the open document. */
  function installContexte() {
    Office.context.requirements = {
      isSetSupported: (nom, version) => (nom === "WordApi" ? atteint(version) : nom === "WordApiOnline" && atteint("1.4")),
    };
    const echec = { status: "failed", error: { code: 5001, name: "InternalError" } };
    Office.context.document = {
      get url() {
        return hote.nom;
      },
      getFileAsync(genre, { sliceSize }, rappel) {
        if (genre !== "compressed") throw new Error(`unexpected file: ${genre}`);
        if (hote.refus) return rappel(echec);
        const tranche = Math.min(sliceSize, hote.tranche ?? sliceSize);
        return rappel({
          status: "succeeded",
          value: {
            size: hote.octets.length,
            sliceCount: Math.ceil(hote.octets.length / tranche),
            getSliceAsync: (rang, suite) =>
              suite({ status: "succeeded", value: { data: hote.octets.slice(rang * tranche, (rang + 1) * tranche) } }),
            closeAsync: () => (hote.fermes += 1),
          },
        });
      },
    };
  }

  /** The npm copy of office.js stops at WordApi 1.3: what came later is made of Microsoft’s own parts. */
  function installSuivies() {
    const { createMethodObject } = OfficeExtension.BatchApiHelper;
    Word.Body.prototype.getTrackedChanges = function getTrackedChanges() {
      if (!atteint("1.6")) throw new Error("WordApi 1.6 was asked of an older Word");
      return createMethodObject(Word.RangeCollection, this, "GetTrackedChanges", 1, [], true, false, null, 4);
    };
  }

  const texteOf = (valeur) => (typeof valeur === "string" && valeur.length > 300 ? `…${valeur.length > 0}` : valeur);

  /** Write the path of an object: Body.Search("mots")[0]. */
  function describe(chemins, id) {
    const { ObjectPathType: genre, Name: nom, ParentObjectPathId: parent, ArgumentInfo: donnes } = chemins[id];
    const avant = parent ? `${describe(chemins, parent)}` : "";
    const point = avant ? "." : "";
    const references = donnes?.ReferencedObjectPathIds ?? [];
    const mots = (donnes?.Arguments ?? []).filter((_, i) => !references[i]).map((a) => JSON.stringify(texteOf(a)));
    if (genre === 2) return nom.split(".").at(-1);
    if (genre === 3) return `${avant}${point}${nom}(${mots.join(", ")})`;
    if (genre === 4) return `${avant}${point}${nom}`;
    if (genre === 5) return `${avant}[${mots.join(", ")}]`;
    return genre === 6 ? nom : avant;
  }

  const racine = (chemins, id) => chemins[id].Name;
  const argument = (chemins, id) => chemins[id].ArgumentInfo.Arguments[0];

  /** Find which paragraph of the selection an object is of: its path says so, or what it was when it was kept. */
  function paragrapheOf(chemins, id) {
    const vu = describe(chemins, id);
    return Number(/paragraphe(\d+)/.exec(hote.objets[vu] ?? vu)?.[1] ?? NaN);
  }

  /** Give what Word would answer to the query of an object. */
  function answer(chemins, id) {
    const nom = racine(chemins, id);
    if (nom === "Search") {
      const cherche = argument(chemins, id).replaceAll("^^", "^");
      if (cherche.length > 255) return { erreur: "InvalidArgument" };
      const trouves = cherche ? hote.texte.split(cherche).length - 1 : 0;
      return { _Items: Array.from({ length: trouves }, (_, i) => ({ _ReferenceId: `trouve${i}` })) };
    }
    if (nom === "GetTrackedChanges")
      return { _Items: Array.from({ length: hote.revisions }, (_, i) => ({ _ReferenceId: `suivie${i}` })) };
    if (nom === "CustomProperties")
      return { _Items: Object.entries(hote.proprietes).map(([Key, Value]) => ({ Key, Value, _Id: Key })) };
    if (nom === "GetComments") return { _Items: hote.commentaires.map((Content, i) => ({ _ReferenceId: `dit${i}`, Content })) };
    if (nom === "GetSelection") return { IsEmpty: !hote.selection.length };
    if (nom === "ParentBody") return { Type: hote.corps };
    if (nom === "ParentTableOrNullObject") return hote.tableau ? { RowCount: 2 } : null;
    if (nom === "Paragraphs")
      return { _Items: hote.selection.map((Text, i) => ({ _ReferenceId: `paragraphe${i}`, Text })) };
    if (nom === "Body") return { Text: hote.texte };
    const rang = paragrapheOf(chemins, id);
    if (!Number.isNaN(rang)) return { Text: hote.selection[rang] };
    return { ChangeTrackingMode: hote.suivi };
  }

  function play({ Actions: actions, ObjectPaths: chemins }) {
    const dits = [];
    const resultats = [];
    const vus = new Set();
    for (const { Id, ActionType: genre, Name: nom, ObjectPathId: objet, QueryInfo: demande, ArgumentInfo: donnes } of actions) {
      let valeur = null;
      if (genre === 1 && chemins[objet].ObjectPathType === 3 && !vus.has(objet)) {
        vus.add(objet);
        dits.push(describe(chemins, objet));
        if (racine(chemins, objet) === "InsertOoxml") hote.inseres.push(argument(chemins, objet));
        if (racine(chemins, objet) === "CreateDocument") hote.ouverts.push(argument(chemins, objet));
        if (racine(chemins, objet) === "InsertText") hote.ecrits.push(argument(chemins, objet));
        if (racine(chemins, objet) === "InsertComment") hote.commentaires.push(argument(chemins, objet));
      }
      if (genre === 1) {
        const cle = `objet${Object.keys(hote.objets).length}`;
        valeur = { _ReferenceId: cle };
        const vu = describe(chemins, objet);
        hote.objets[cle] = hote.objets[vu] ?? vu;
        if (racine(chemins, objet) === "ParentTableOrNullObject" && !hote.tableau) valeur = null;
      }
      if (genre === 2) {
        dits.push(`load ${describe(chemins, objet) || "Document"} ${demande.Select.join(",")}`);
        valeur = answer(chemins, objet);
      }
      // What is held from one request to the next is let go by name; Word.run lets the rest go by itself.
      if (nom === "_RemoveReference") hote.liberes.push(hote.objets[donnes.Arguments[0]] ?? "");
      if (genre === 3 && nom !== "_KeepReference" && nom !== "_RemoveReference")
        dits.push(`${describe(chemins, objet)}.${nom}(${(donnes?.Arguments ?? []).filter((a) => a !== null).join(", ")})`);
      if (genre === 3 && nom === "GetOoxml") valeur = hote.ooxml;
      if (genre === 4 && nom === "ChangeTrackingMode") [hote.suivi] = donnes.Arguments;
      if (genre === 4) dits.push(`${describe(chemins, objet)}.${nom} = ${donnes.Arguments[0]}`);
      resultats.push({ ActionId: Id, Value: valeur });
    }
    if (dits.length) hote.lots.push(dits);
    const ecrit = dits.some((dit) => /InsertOoxml|Select\(|CreateDocument|InsertText|InsertComment/.test(dit));
    return ecrit && hote.refus
      ? { Results: [], Error: { Code: hote.refus, Message: hote.refus } }
      : { Results: resultats };
  }

  Office.onReady = async () => {
    while (!(window.Word && window.OSF?.DDA?.RichApi)) await new Promise((suite) => setTimeout(suite, 5));
    installContexte();
    installSuivies();
    OSF.DDA.RichApi.executeRichApiRequestAsync = (message, rappel) => {
      const corps = JSON.stringify(play(JSON.parse(message[4])));
      setTimeout(() => rappel({ status: "succeeded", value: { data: [200, [], corps] } }), 0);
    };
    hote.pret = performance.now();
    return { host: "Word", platform: "PC" };
  };
})();
