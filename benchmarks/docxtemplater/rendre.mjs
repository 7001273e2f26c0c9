// Renders the reference act as many times as each line of standard input says; prints the durations (ms) as JSON.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import PizZip from "pizzip";
import Docxtemplater from "docxtemplater";

const folder = process.argv[2];
const template = fs.readFileSync(path.join(folder, "modele.docx"));
const content = JSON.parse(fs.readFileSync(path.join(folder, "contenu.json"), "utf8"));

function render() {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  document.render(content);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

fs.writeFileSync(path.join(folder, "docxtemplater.docx"), render());
for await (const line of readline.createInterface({ input: process.stdin })) {
  const durations = [];
  for (let i = 0; i < Number(line); i += 1) {
    const start = process.hrtime.bigint();
    render();
    durations.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  console.log(JSON.stringify(durations));
}
