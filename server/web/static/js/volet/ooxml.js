// Write paragraphs as Word takes them in one step: those of the model keep the « IA » style that says so.

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const STYLE =
  '<w:style w:type="character" w:customStyle="1" w:styleId="IA"><w:name w:val="IA"/>' +
  '<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="EAF1FB"/></w:rPr></w:style>';
const DE_LA_MACHINE = ["ia", "ia_retouchee", "indetermine"];

function escape(texte) {
  return texte.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function makeParagraphe(texte, origine) {
  const style = DE_LA_MACHINE.includes(origine) ? '<w:rPr><w:rStyle w:val="IA"/></w:rPr>' : "";
  const lignes = texte.split("\n").map((ligne) => `<w:t xml:space="preserve">${escape(ligne)}</w:t>`);
  return `<w:p><w:r>${style}${lignes.join("<w:br/>")}</w:r></w:p>`;
}

function makePartie(nom, type, contenu) {
  return `<pkg:part pkg:name="${nom}" pkg:contentType="${type}"><pkg:xmlData>${contenu}</pkg:xmlData></pkg:part>`;
}

function makeRelation(type, cible) {
  const espace = "http://schemas.openxmlformats.org/package/2006/relationships";
  const relation = `<Relationship Id="rId1" Type="${RELATION}/${type}" Target="${cible}"/>`;
  return `<Relationships xmlns="${espace}">${relation}</Relationships>`;
}

/** Give passages (their paragraphs, their origin) as a package of one piece. */
export function makePassages(passages) {
  const corps = passages.flatMap(({ paragraphes, origine }) => paragraphes.map((p) => makeParagraphe(p, origine)));
  const relations = "application/vnd.openxmlformats-package.relationships+xml";
  return [
    '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
    makePartie("/_rels/.rels", relations, makeRelation("officeDocument", "word/document.xml")),
    makePartie("/word/_rels/document.xml.rels", relations, makeRelation("styles", "styles.xml")),
    makePartie(
      "/word/document.xml",
      `${TYPE}.document.main+xml`,
      `<w:document xmlns:w="${W}"><w:body>${corps.join("")}</w:body></w:document>`,
    ),
    makePartie("/word/styles.xml", `${TYPE}.styles+xml`, `<w:styles xmlns:w="${W}">${STYLE}</w:styles>`),
    "</pkg:package>",
  ].join("");
}
