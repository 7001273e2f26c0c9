// Read the JSON Schema of a saisie into the fields of a form.

const RESERVES = new Set(["modele", "titre_exemple", "collectivite"]);

/** Give the fields of a schema, in its order. */
export function readChamps(schema) {
  return Object.entries(schema.properties ?? {})
    .filter(([nom]) => !RESERVES.has(nom))
    .map(([nom, propriete]) => readChamp(nom, propriete));
}

/** Give the collectivité as a field of its own, for an installation that describes none. */
export function readCollectivite(schema) {
  const propriete = schema.properties?.collectivite;
  if (!propriete) return null;
  const indications = { type: "bloc", obligatoire: true, ...propriete["x-minutier"] };
  return readChamp("collectivite", { ...propriete, "x-minutier": indications });
}

function readChamp(nom, propriete) {
  const indications = propriete["x-minutier"] ?? {};
  const strict =
    indications.type && propriete.anyOf && !propriete.type && !isNombre(indications.type)
      ? propriete.anyOf[0]
      : propriete;
  const dedans = strict.items ?? strict;
  return {
    nom,
    type: indications.type,
    label: propriete.title ?? nom,
    aide: propriete.description ?? "",
    exemple: propriete.examples ? String(propriete.examples[0]) : "",
    defaut: propriete.default,
    obligatoire: Boolean(indications.obligatoire),
    personnelle: Boolean(indications.donnee_personnelle),
    choix: indications.choix ?? [],
    si: indications.si ?? {},
    longueur: dedans.maxLength ?? 0,
    minimum: strict.minItems ?? 0,
    maximum: strict.maxItems ?? 200,
    champs: dedans.properties ? readChamps(dedans) : [],
  };
}

function isNombre(type) {
  return type === "entier" || type === "montant";
}
