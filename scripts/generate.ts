/**
 * Makes what is generated from src/dialects/bonfire/gateway.proto and src/config/schema.ts, or with --check
 * compares it.
 *
 *   gen/gateway.ts  types and Protobuf code, by ts-proto
 *   gen/fields.ts   every message's fields as a table, which the JSON reader is made from
 *   gen/writers.ts  a JSON writer for each message (as code: 2.4 times as fast as one made from the table)
 *   gen/comments.ts what every message and field means, for the documents that the server gives out
 *   sdk/src/gen/protocol.ts  every message in its JSON form, as types for clients
 *   docs/metrics.md  every metric
 *   koine.toml.sample  every key of the configuration with its default
 *
 * Runs offline: buf and its one plugin are installed packages.
 */

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { metricsPage } from "../src/cli/metrics/page.ts";
import { sampleText } from "../src/config/sample.ts";
import { type Comments, readComments } from "./proto-comments.ts";
import { type SdkField, sdkTypes } from "./sdk-types.ts";

const root = join(import.meta.dir, "..");
const folder = join(root, "src/dialects/bonfire");
const buf = join(root, "node_modules/@bufbuild/buf/bin/buf");

/** Fields numbered from here up are written only when they say something (head of gateway.proto). */
const FIRST_SPARING = 10;

/** In it thousands are told the same at once: what is frozen in its lists is written once (`written.ts`). */
const KEPT = "ReadyEvent";

/** What is read of a FileDescriptorSet in its JSON form. */
interface Descriptors {
  readonly file: readonly {
    readonly messageType?: readonly { readonly name: string; readonly field?: readonly FieldDescriptor[] }[];
    readonly enumType?: readonly { readonly name: string; readonly value: readonly EnumValue[] }[];
  }[];
}

interface FieldDescriptor {
  readonly name: string;
  readonly number: number;
  readonly label: string;
  readonly type: string;
  readonly typeName?: string;
  readonly oneofIndex?: number;
  readonly proto3Optional?: boolean;
}

interface EnumValue {
  readonly name: string;
  readonly number?: number;
}

const descriptors = JSON.parse(await run(["build", "-o", "-#format=json"])) as Descriptors;
const comments = readComments(await Bun.file(join(folder, "gateway.proto")).text());
const gen = "src/dialects/bonfire/gen";
const generated = new Map([
  [`${gen}/gateway.ts`, await protobufCode()],
  [`${gen}/fields.ts`, fieldTables(descriptors)],
  [`${gen}/writers.ts`, jsonWriters(descriptors)],
  [`${gen}/comments.ts`, commentTables(comments)],
  ["sdk/src/gen/protocol.ts", sdkTypes(sdkFields(descriptors), comments)],
  ["koine.toml.sample", sampleText()],
  ["docs/metrics.md", metricsPage()],
]);

if (process.argv.includes("--check")) {
  const stale = [];
  for (const [path, text] of generated) {
    const file = Bun.file(join(root, path));
    if (!(await file.exists()) || (await file.text()) !== text) stale.push(path);
  }
  if (stale.length > 0) {
    process.stderr.write(`Not what gateway.proto generates: ${stale.join(", ")}. Run: npm run generate\n`);
    process.exit(1);
  }
} else {
  for (const [path, text] of generated) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await Bun.write(join(root, path), text);
  }
}

function commentTables({ messages, fields }: Comments): string {
  const lines = [
    "// Generated from gateway.proto by scripts/generate.ts. Do not edit.",
    "",
    "/** What each message is. */",
    "export const messageComments: Readonly<Record<string, string>> = {",
    ...[...messages].map(([name, comment]) => `  ${name}: ${quoted(comment)},`),
    "};",
    "",
    '/** What each field means, by "Message.field". */',
    "export const fieldComments: Readonly<Record<string, string>> = {",
    ...[...fields].map(([name, comment]) => `  "${name}": ${quoted(comment)},`),
    "};",
  ];
  return `${lines.join("\n")}\n`;
}

/** With a full stop and without quotation marks: what reads imports from sources would take `from "…"` for one. */
function quoted(comment: string): string {
  return JSON.stringify(`${comment.replaceAll('"', "'").replace(/\.$/, "")}.`);
}

function sdkFields({ file }: Descriptors): Map<string, SdkField[]> {
  return new Map(
    file
      .flatMap(({ messageType = [] }) => messageType)
      .map(({ name, field = [] }) => [
        name,
        field.map((one) => ({ name: one.name, number: one.number, ...kindOf(one) })),
      ]),
  );
}

function kindOf(field: FieldDescriptor): Pick<SdkField, "kind" | "mode" | "of"> {
  return { kind: field.type.replace("TYPE_", "").toLowerCase(), mode: mode(field), of: typeName(field) };
}

/** The text of gen/gateway.ts, made in a directory of its own so that --check touches nothing. */
async function protobufCode(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "koine-generate-"));
  try {
    await run(["generate", "-o", directory]);
    return await Bun.file(join(directory, "gateway.ts")).text();
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Run buf on the .proto's folder; its output. A failure ends the script with buf's own words. */
async function run(args: readonly string[]): Promise<string> {
  const child = Bun.spawn([process.execPath, buf, ...args], {
    cwd: folder,
    // The plugin is started as `bun`, which is this one, or, where it has another name, the installed one.
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
    },
    stderr: "inherit",
  });
  const output = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) process.exit(1);
  return output;
}

function fieldTables({ file }: Descriptors): string {
  const messages = file.flatMap(({ messageType = [] }) => messageType);
  const enums = file.flatMap(({ enumType = [] }) => enumType);
  const names = messages.map(({ name }) => name);
  const lines = [
    ...heading(names),
    'export type Kind = "string" | "bool" | "uint32" | "uint64" | "fixed64" | "bytes" | "enum" | "message";',
    "",
    "export interface Field {",
    "  readonly name: string;",
    "  readonly number: number;",
    "  readonly kind: Kind;",
    '  /** "variant": a member of the oneof named `event`. */',
    '  readonly mode: "plain" | "optional" | "repeated" | "variant";',
    "  /** Name of the message or enum; empty for other kinds. */",
    "  readonly of: string;",
    "}",
    "",
    "/** Each message's type by its name. */",
    "export interface Types {",
    ...names.map((name) => `  ${name}: ${name};`),
    "}",
    "",
    "/** Each enum's values by name. */",
    "export const enums: Readonly<Record<string, Readonly<Record<string, number>>>> = {",
    ...enums.map(({ name, value }) => {
      const values = value.map((one) => `${one.name}: ${one.number ?? 0}`);
      return `  ${name}: { ${values.join(", ")} },`;
    }),
    "};",
    "",
    "/** Each message's fields, in the order of the schema. */",
    "export const messages: Readonly<Record<keyof Types, readonly Field[]>> = {",
    ...messages.flatMap(({ name, field = [] }) => [`  ${name}: [`, ...field.map(row), "  ],"]),
    "};",
  ];
  return `${lines.join("\n")}\n`;
}

function heading(names: readonly string[]): string[] {
  return [
    "// Generated from gateway.proto by scripts/generate.ts. Do not edit.",
    "",
    ...["import type {", ...names.map((name) => `  ${name},`), '} from "./gateway.ts";'],
    "",
  ];
}

function row(field: FieldDescriptor): string {
  const { kind, mode: how, of } = kindOf(field);
  const words = `kind: "${kind}", mode: "${how}", of: "${of}"`;
  return `    { name: "${field.name}", number: ${field.number}, ${words} },`;
}

function mode(field: FieldDescriptor): SdkField["mode"] {
  if (field.label === "LABEL_REPEATED") return "repeated";
  if (field.proto3Optional === true) return "optional";
  return field.oneofIndex === undefined ? "plain" : "variant";
}

function jsonWriters({ file }: Descriptors): string {
  const messages = file.flatMap(({ messageType = [] }) => messageType);
  const leading = new Set(
    messages.filter(({ field: [first] = [] }) => first && isAlways(first)).map(({ name }) => name),
  );
  const lines = [
    ...heading(messages.map(({ name }) => name)),
    `import { keepText, textOf } from "../written.ts";`,
    "",
    "// A writer gives a message's fields without the braces. Where the first field is always written there",
    "// is no comma before it; where it may be missing there is one before each.",
    ...messages.flatMap(({ name, field = [] }) => writer(name, field, leading)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Whether a field is written whatever its value. */
function isAlways(field: FieldDescriptor): boolean {
  if (field.number >= FIRST_SPARING || mode(field) === "variant") return false;
  return mode(field) === "repeated" || (mode(field) === "plain" && field.type !== "TYPE_MESSAGE");
}

function writer(message: string, fields: readonly FieldDescriptor[], leading: ReadonlySet<string>): string[] {
  const variants = fields.filter((field) => mode(field) === "variant");
  const others = fields.filter((field) => mode(field) !== "variant");
  return [
    "",
    `export function write${message}(${fields.length > 0 ? "m" : "_m"}: ${message}): string {`,
    `  ${fields.length > 0 ? "let" : "const"} t = "";`,
    ...others.map((field, at) =>
      written(
        field,
        at === 0 && leading.has(message) ? "" : ",",
        leading,
        message === KEPT && field.type === "TYPE_MESSAGE",
      ),
    ),
    ...(variants.length === 0 ? [] : ["  const e = m.event;", "  switch (e?.$case) {"]),
    ...variants.map((field) => writtenVariant(field, leading)),
    ...(variants.length === 0 ? [] : ["  }"]),
    "  return t;",
    "}",
  ];
}

/** The statement that appends a field to `t`; `kept` where the texts of a list's messages may be known. */
function written(field: FieldDescriptor, comma: string, leading: ReadonlySet<string>, kept: boolean): string {
  const key = `${comma}"${field.name}":`;
  const value = `m.${field.name}`;

  if (mode(field) === "repeated") {
    const condition = isAlways(field) ? "" : `if (${value}.length > 0) `;
    const one = asJson(field, "one", leading);
    const list = `${value}.map((one) => ${kept ? `textOf(one) ?? keepText(one, ${one})` : one}).join()`;
    return `  ${condition}t += '${key}[' + ${list} + "]";`;
  }
  const append = `t += '${key}' + ${asJson(field, value, leading)};`;
  if (isAlways(field)) return `  ${append}`;
  if (mode(field) === "optional" || field.type === "TYPE_MESSAGE")
    return `  if (${value} !== undefined) ${append}`;
  return field.type === "TYPE_BYTES" ? `  if (${value}.length > 0) ${append}` : `  if (${value}) ${append}`;
}

/** The case that appends the tagged object: a message's fields, or a string under the variant's own name. */
function writtenVariant(field: FieldDescriptor, leading: ReadonlySet<string>): string {
  const { name } = field;
  const tag = `,"event":{"type":"${name}"`;
  if (field.type !== "TYPE_MESSAGE") {
    return `    case "${name}": return t + '${tag},"${name}":' + JSON.stringify(e.value) + "}";`;
  }
  const comma = leading.has(typeName(field)) ? "," : "";
  return `    case "${name}": return t + '${tag}${comma}' + write${typeName(field)}(e.value) + "}";`;
}

function asJson(field: FieldDescriptor, value: string, leading: ReadonlySet<string>): string {
  const { type } = field;
  if (type === "TYPE_STRING") return `JSON.stringify(${value})`;
  if (type === "TYPE_BYTES") return `'"' + ${value}.toBase64() + '"'`;
  if (type !== "TYPE_MESSAGE") return value;
  const fields = `write${typeName(field)}(${value})`;
  return `"{" + ${leading.has(typeName(field)) ? fields : `${fields}.slice(1)`} + "}"`;
}

function typeName(field: FieldDescriptor): string {
  return field.typeName?.split(".").at(-1) ?? "";
}
