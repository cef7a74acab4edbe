// Runs a grammar in the engine of VS Code (vscode-textmate with Oniguruma, as Shiki bundles it).
//
//     node textmate.mjs ENGINE GRAMMAR TEXTS > tokens.json
//
// ENGINE is the folder with the bundle's files, fetched by `make test-editors`, TEXTS a JSON list of
// texts. Out comes for each text a list of lines, for each line its tokens: [text, "scope scope"].
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [engineFolder, grammarFile, textFile] = process.argv.slice(2);

// The bundle is part of a user interface; its engine needs none of that.
async function load(name, exports) {
  const text = readFileSync(join(engineFolder, name), "utf8")
    .replace(/^import \{([^}]*)\} from "[^"]+";$/gm, (_, names) =>
      names.split(",").map((entry) => `const ${entry.split(" as ").pop().trim()} = (x) => x;`).join(" "))
    .replace(/export \{\s*xo as default\s*\};/, exports);
  return import("data:text/javascript;base64," + Buffer.from(text).toString("base64"));
}

globalThis.window = {};
const { getEngine } = await load("shiki-engine.js", "");
const { makeHighlighter } = await load("shiki-code.js", "export { po as makeHighlighter };");

const grammar = { ...JSON.parse(readFileSync(grammarFile, "utf8")), name: "jili" };
const theme = { name: "plain", type: "light", settings: [] };
const highlighter = await makeHighlighter({ themes: [theme], langs: [grammar], engine: getEngine() });

const texts = JSON.parse(readFileSync(textFile, "utf8"));
const files = texts.map((text) =>
  highlighter
    .codeToTokensBase(text, {
      lang: "jili", theme: "plain", includeExplanation: "scopeName", tokenizeTimeLimit: 0,
    })
    .map((line) =>
      line.flatMap((token) =>
        (token.explanation ?? []).map((part) => [
          part.content, part.scopes.map((scope) => scope.scopeName).join(" "),
        ]))));
writeFileSync(1, JSON.stringify(files));
