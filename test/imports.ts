/** What a source imports, and what of it points the wrong way (`docs/architecture.md`). */

import { dirname, join } from "node:path/posix";

/** A layer, as the beginning of paths: which layers it may import, and which packages. */
interface Layer {
  readonly at: string;
  readonly may: readonly string[];
  readonly packages: readonly string[];
  /** Each folder in it is apart from its neighbours. */
  readonly folders?: true;
}

/** What the web client is made of. */
const WEB_PACKAGES = [
  "react",
  "react-dom",
  "@radix-ui/react-context-menu",
  "@radix-ui/react-dialog",
  "@radix-ui/react-dropdown-menu",
  "@radix-ui/react-popover",
  "@radix-ui/react-tooltip",
  "@tanstack/react-virtual",
  "frimousse",
  "lowlight",
  "lucide-react",
  "node",
  "bun",
];

/** The first that fits a path is its layer. */
const layers: readonly Layer[] = [
  { at: "src/core/", may: [], packages: ["typebox"] },
  { at: "src/store/", may: ["src/core/"], packages: ["bun", "node"], folders: true },
  { at: "src/bus/", may: ["src/core/"], packages: [] },
  { at: "src/blobs/", may: ["src/core/"], packages: ["node"] },
  { at: "src/net/", may: ["src/core/"], packages: ["bun", "node", "web-push"] },
  { at: "src/readers/", may: ["src/core/"], packages: ["typebox"] },
  { at: "src/dialects/", may: ["src/core/"], packages: ["typebox", "@bufbuild/protobuf"], folders: true },
  { at: "src/backends/", may: ["src/core/", "src/net/"], packages: ["bun", "node"] },
  { at: "src/config", may: ["src/core/"], packages: ["node", "typebox"] },
  { at: "src/worker.ts", may: ["src/core/", "src/store/", "src/config.ts"], packages: [] },
  { at: "src/", may: ["src/", "sdk/", "backends/", "web/build.ts"], packages: ["bun", "node", "typebox"] },
  { at: "sdk/", may: [], packages: [] },
  // What a text means is decided in one place, on the server and in the browser (`docs/markup.md`).
  { at: "web/", may: ["sdk/", "src/core/markup"], packages: WEB_PACKAGES },
  // The store: the bench fills databases with it, and runs its statements bare, as a peer.
  {
    at: "bench/",
    may: ["sdk/", "test/", "src/core/", "src/store/"],
    packages: ["bun", "node", "playwright-core", "socket.io", "ws"],
  },
  { at: "backends/sdk/", may: [], packages: ["bun", "node", "typebox"] },
  { at: "backends/", may: ["backends/sdk/"], packages: ["bun", "node", "irc-framework"], folders: true },
];

/** Tests, and what only tests use, may besides use what tests are made of. */
const FOR_TESTS = /\.test\.ts$|\/(fixture|arbitrary)\.ts$|\/transcripts\//;
const TEST_PACKAGES = ["bun", "node", "fast-check"];

/** Words of one wire, which the core does not speak. Our own event names are written small. */
const WIRE_WORDS =
  /privmsg|stanza|MESSAGE_CREATE|ROOM_USER|CHANNEL_ADD|snowflake|gateway|guild|\bjid\b|opcode/i;
const OWN_WORDS = /\bmessage_create\b/g;

/** What is wrong with a source: one sentence each, beginning with the file. */
export function wrongIn(file: string, source: string): string[] {
  const layer = layers.find(({ at }) => file.startsWith(at));
  if (layer === undefined) return [];
  const isTest = FOR_TESTS.test(file);
  const wrong: string[] = [];
  for (const target of importsOf(source)) {
    const fits = target.startsWith(".")
      ? mayImportFile(file, join(dirname(file), target), layer, isTest)
      : mayImportPackage(target, layer, isTest);
    if (!fits) wrong.push(`${file} -> ${target}`);
  }
  if (/\bimport\s*\(\s*[^"\s]/.test(source)) wrong.push(`${file} imports a computed path`);
  const readsEnvironment = /\b(process|Bun|import\.meta)\.env\b/.test(source);
  if (readsEnvironment && !isTest && file.startsWith("src/") && file !== "src/config.ts") {
    wrong.push(`${file} reads the environment`);
  }
  if (layer.at !== "src/core/" || isTest) return wrong;
  if (/\b(Bun|process)\./.test(source)) wrong.push(`${file} uses the runtime`);
  const [word] = WIRE_WORDS.exec(source.replace(OWN_WORDS, "")) ?? [];
  if (word !== undefined) wrong.push(`${file} says ${word}`);
  return wrong;
}

/** All that a source imports: statically, for its types, by `import()`, or to hand it on. */
function importsOf(source: string): string[] {
  const found = source.matchAll(/(?:\bfrom|^import|\bimport\s*\()\s*"([^"]+)"/gm);
  return [...found].map(([, target = ""]) => target);
}

function mayImportFile(from: string, to: string, layer: Layer, isTest: boolean): boolean {
  if (isTest && (to.startsWith("test/") || to.startsWith("src/core/"))) return true;
  if (layer.may.some((at) => to.startsWith(at))) return true;
  if (!to.startsWith(layer.at)) return false;
  return layer.folders === undefined || folderOf(from, layer) === folderOf(to, layer);
}

function mayImportPackage(target: string, layer: Layer, isTest: boolean): boolean {
  const name = target.startsWith("@") ? target.split("/", 2).join("/") : (target.split(/[/:]/, 1)[0] ?? "");
  return layer.packages.includes(name) || (isTest && TEST_PACKAGES.includes(name));
}

function folderOf(path: string, { at }: Layer): string {
  return path.slice(at.length).split("/", 1)[0] ?? "";
}
