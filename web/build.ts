/** The web client as the files that a server hands out: bundled, named by their content, compressed. */

import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { iconFiles } from "./icons.ts";

export interface WebFile {
  /** Where it is asked for, e.g. "/assets/main-3f9a.js". */
  readonly path: string;
  readonly type: string;
  /** Its address changes with its content, so it may be kept for ever. */
  readonly immutable: boolean;
  readonly body: Uint8Array;
  /** Null where compressing does not help. */
  readonly brotli: Uint8Array | null;
  readonly gzip: Uint8Array | null;
}

const root = join(import.meta.dir, "..");
const source = join(import.meta.dir, "src");

/** The names of emojis that the picker and the completion ask for. */
const EMOJI_FILES = [
  "en/data.json",
  "en/messages.json",
  "en/shortcodes/emojibase.json",
  "de/data.json",
  "de/messages.json",
];

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
  webmanifest: "application/manifest+json; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  woff2: "font/woff2",
};

/** Compressed already. */
const PACKED = new Set(["woff2", "png"]);

/** Bundle and compress. `effort` is brotli's, 0 to 11. Rejects with what the bundler found wrong. */
export async function buildWeb(effort: number): Promise<readonly WebFile[]> {
  const raw = await bundled();
  raw.push(...(await emojiFiles()), ...(await fontFiles()), ...(await iconFiles()));
  const main = addressOf(raw, /^\/assets\/main-\w+\.js$/);
  const style = addressOf(raw, /^\/assets\/main-\w+\.css$/);
  raw.push({ path: "/", body: Buffer.from(page(main, style)) });
  const manifest = await readFile(join(import.meta.dir, "manifest.webmanifest"));
  raw.push({ path: "/manifest.webmanifest", body: manifest });
  raw.push(await serviceWorker(raw));
  return Promise.all(raw.map((file) => finished(file, effort)));
}

/** When the newest source of the web client or the SDK was changed, in milliseconds since the Unix epoch. */
export async function changed(): Promise<number> {
  const folders = [source, join(root, "sdk/src")];
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((name) => join(folder, name)),
    ),
  );
  const times = await Promise.all(names.flat().map(async (name) => (await stat(name)).mtimeMs));
  return Math.max(...times);
}

interface RawFile {
  readonly path: string;
  readonly body: Uint8Array;
}

async function bundled(): Promise<RawFile[]> {
  const result = await Bun.build({
    entrypoints: [join(source, "main.tsx"), join(source, "styles/main.css")],
    root: source,
    target: "browser",
    format: "esm",
    splitting: true,
    minify: true,
    publicPath: "/assets/",
    naming: { entry: "[name]-[hash].[ext]", chunk: "[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
    external: ["/assets/*"],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  if (!result.success) throw new Error(result.logs.join("\n"));
  const files = await Promise.all(
    result.outputs.map(async (output) => ({
      path: `/assets/${output.path.replace(/^.*[\\/]/, "")}`,
      body: new Uint8Array(await output.arrayBuffer()),
    })),
  );
  return files.filter(({ body }) => body.length > 0); // Of the styles there is a script, an empty one.
}

/** `styles/fonts.css` names them so; their addresses change with the fonts' version. */
async function fontFiles(): Promise<RawFile[]> {
  const folder = join(root, "node_modules/@fontsource-variable/inter/files");
  return Promise.all(
    ["latin", "latin-ext", "greek", "cyrillic"].map(async (script) => ({
      path: `/assets/inter-5-${script}.woff2`,
      body: await readFile(join(folder, `inter-${script}-wght-normal.woff2`)),
    })),
  );
}

/** The names of emojis, which the picker asks for when it is opened. */
async function emojiFiles(): Promise<RawFile[]> {
  const folder = join(root, "node_modules/emojibase-data");
  return Promise.all(
    EMOJI_FILES.map(async (name) => ({
      path: `/emoji/${name.replace("shortcodes/", "shortcodes-")}`,
      body: await readFile(join(folder, name)),
    })),
  );
}

/** Keeps the shell for when there is no connection; its name for the kept files is their content's. */
async function serviceWorker(files: readonly RawFile[]): Promise<RawFile> {
  const shell = files.filter(({ path }) => /^\/$|^\/assets\/main-|inter-5-latin\./.test(path));
  const name = hash(Buffer.concat(shell.map(({ body }) => body)));
  const result = await Bun.build({
    entrypoints: [join(source, "service-worker.ts")],
    target: "browser",
    minify: true,
    define: { KEPT_NAME: JSON.stringify(name), KEPT: JSON.stringify(shell.map(({ path }) => path)) },
  });
  const [output] = result.outputs;
  if (output === undefined) throw new Error(result.logs.join("\n"));
  return { path: "/service-worker.js", body: new Uint8Array(await output.arrayBuffer()) };
}

function page(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Koine</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f4f2ee" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#161718" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/icons/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/icons/icon-192.png">
<link rel="manifest" href="/manifest.webmanifest">
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
</head>
<body><div id="root"></div><noscript>Koine needs JavaScript.</noscript></body>
</html>
`;
}

async function finished({ path, body }: RawFile, effort: number): Promise<WebFile> {
  const ending = path === "/" ? "html" : path.slice(path.lastIndexOf(".") + 1);
  const type = TYPES[ending] ?? "application/octet-stream";
  const immutable = path.startsWith("/assets/");
  if (PACKED.has(ending)) return { path, type, immutable, body, brotli: null, gzip: null };
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: effort } }),
    promisify(gzip)(body),
  ]);
  return { path, type, immutable, body, brotli, gzip: zipped };
}

function addressOf(files: readonly RawFile[], pattern: RegExp): string {
  const found = files.find(({ path }) => pattern.test(path));
  if (found === undefined) throw new Error(`The bundler made no ${pattern}`);
  return found.path;
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
