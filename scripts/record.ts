/**
 * `npm run record -- DIALECT [SERVER [PORT]]`: puts itself in front of a running server and writes what clients
 * say through it as a transcript, until Ctrl-C. Put the lines into src/dialects/DIALECT/transcripts/NAME.txt,
 * say in comments which section of docs/protocols they show, and `npm test` plays them.
 *
 * SERVER is http://127.0.0.1:8080 unless given, PORT 8090.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { record } from "../test/recorder.ts";
import type { Stage } from "../test/stage.ts";

const [dialect = "", server = "http://127.0.0.1:8080", port = "8090"] = process.argv.slice(2);
const file = join(import.meta.dir, "../src/dialects", dialect, "transcripts/stage.ts");
if (!/^\w+$/.test(dialect) || !existsSync(file)) {
  process.stderr.write(
    "npm run record -- DIALECT [SERVER [PORT]], e.g. npm run record -- bonfire > quarrel.txt\n",
  );
  process.exit(2);
}
const { stage } = (await import(file)) as { stage: Stage };
const recorder = record(stage, server.replace(/\/$/, ""), Number(port), (line) =>
  process.stdout.write(`${line}\n`),
);
process.stderr.write(`Recording ${server}: give clients ${recorder.url}, and press Ctrl-C at the end\n`);
process.on("SIGINT", () => {
  void recorder.stop().then(() => process.exit(0));
});
