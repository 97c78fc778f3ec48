/** The architecture as a test: imports point inwards, and the core speaks no wire's words. */

import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cyclesAmong } from "./import-cycles.ts";
import { wrongIn } from "./imports.ts";

const root = join(import.meta.dir, "..");

test("what is in the repository keeps the boundaries", () => {
  const files = ["src", "sdk", "web", "bench", "backends"].flatMap(filesIn);
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => wrongIn(file, readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("no files of the server import each other in a circle", () => {
  const texts = new Map(filesIn("src").map((file) => [file, readFileSync(join(root, file), "utf8")]));
  expect(cyclesAmong(texts)).toEqual([]);
});

test("a circle is found, and types alone make none", () => {
  const files = (last: string) =>
    new Map([
      ["src/a.ts", 'import { b } from "./core/b.ts";\nexport const a = () => b;'],
      ["src/core/b.ts", 'import { c } from "./c.ts";\nexport const b = () => c;'],
      ["src/core/c.ts", last],
    ]);
  expect(cyclesAmong(files('import { a } from "../a.ts";\nexport const c = () => a;'))).toEqual([
    ["src/a.ts", "src/core/b.ts", "src/core/c.ts"],
  ]);
  expect(cyclesAmong(files('import type { a } from "../a.ts";\nexport type C = typeof a;'))).toEqual([]);
});

function filesIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}

const core = "src/core/messages.ts";
const dialect = "src/dialects/bonfire/session.ts";

// What the line shows, the file it stands in, the line.
const wrong = [
  ["the core imports the store", core, 'import { rooms } from "../store/sqlite/rooms.ts";'],
  ["the core imports a type of a dialect", core, 'import type { Ok } from "../dialects/bonfire/make.ts";'],
  ["the core imports by a call", core, 'const bus = await import("../bus/local.ts");'],
  ["the core imports by a call over lines", core, 'const bus = await import(\n  "../bus/local.ts"\n);'],
  ["the core names a type by a call", core, 'type Bus = typeof import("../bus/local.ts");'],
  ["the core imports for the effect", core, 'import "../config.ts";'],
  ["the core hands on", core, 'export { openSqlite } from "../store/sqlite/client.ts";'],
  ["the core imports over several lines", core, 'import {\n  a,\n  b,\n} from "../net/server.ts";'],
  ["the core imports Bun", core, 'import { Database } from "bun:sqlite";'],
  ["the core imports Node", core, 'import { join } from "node:path";'],
  ["the core imports a package", core, 'import { z } from "zod";'],
  ["the core uses the runtime", core, "const text = Bun.hash(name);"],
  ["the core says a wire's word", core, "/** As in PRIVMSG. */"],
  ["the core says a wire's event", core, 'case "MESSAGE_CREATE":'],
  ["a dialect imports another", dialect, 'import { decode } from "../big/codec.ts";'],
  ["a dialect imports the store", dialect, 'import type { Job } from "../../store/sqlite/batch.ts";'],
  ["a dialect imports the network", dialect, 'import { Wheel } from "../../net/wheel.ts";'],
  ["a dialect imports Bun", dialect, 'import { file } from "bun";'],
  ["one store imports another", "src/store/sqlite/log.ts", 'import { a } from "../postgres/log.ts";'],
  ["the network imports a dialect", "src/net/server.ts", 'import { a } from "../dialects/bonfire/index.ts";'],
  ["the worker imports a dialect", "src/worker.ts", 'import { a } from "./dialects/bonfire/index.ts";'],
  ["the SDK imports the server", "sdk/client.ts", 'import type { Id } from "../src/core/model/ids.ts";'],
  [
    "a backend imports the server",
    "backends/irc/main.ts",
    'import type { Id } from "../../src/core/model.ts";',
  ],
  ["a backend imports another", "backends/irc/main.ts", 'import { notesBackend } from "../notes/notes.ts";'],
  ["a backend imports a package of the server", "backends/notes/main.ts", 'import Type from "typebox";'],
  ["the SDK of backends imports a backend", "backends/sdk/run.ts", 'import { main } from "../irc/main.ts";'],
  ["a computed path", "src/main.ts", "const module = await import(path);"],
  ["a computed path in a template", "src/main.ts", "const module = await import(`./dialects/bonfire.ts`);"],
  ["the environment outside config.ts", "src/cli/serve.ts", "const port = process.env.PORT;"],
  ["the environment, by Bun", "src/net/server.ts", "const port = Bun.env.PORT;"],
] as const;

const right = [
  ["the core imports itself", core, 'import { Fault } from "./faults.ts";'],
  ["the core imports schemas", core, 'import { Compile } from "typebox/compile";'],
  ["the core says its own event", core, 'case "message_create":'],
  ["a dialect imports its own parts", dialect, 'import { make } from "./gen/gateway.ts";'],
  ["a dialect imports the core", dialect, 'import { Fault } from "../../core/faults.ts";'],
  ["a dialect imports a package's part", dialect, 'import { BinaryReader } from "@bufbuild/protobuf/wire";'],
  ["the store uses Bun", "src/store/sqlite/log.ts", 'import { Database } from "bun:sqlite";'],
  [
    "a backend imports the SDK of backends",
    "backends/irc/main.ts",
    'import { text } from "../sdk/content.ts";',
  ],
  [
    "a backend imports its network's package",
    "backends/irc/link.ts",
    'import { Client } from "irc-framework";',
  ],
  ["main imports everything", "src/main.ts", 'import { bonfire } from "./dialects/bonfire/index.ts";'],
  ["config reads the environment", "src/config.ts", "const all = process.env;"],
  ["a test imports what tests are made of", "src/core/ids.test.ts", 'import { test } from "bun:test";'],
] as const;

describe("refused", () => {
  for (const [name, file, line] of wrong) {
    test(name, () => expect(wrongIn(file, line)).toHaveLength(1));
  }
});

describe("allowed", () => {
  for (const [name, file, line] of right) {
    test(name, () => expect(wrongIn(file, line)).toEqual([]));
  }
});
