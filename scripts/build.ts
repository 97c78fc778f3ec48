/**
 * `npm run build`: the whole server as one executable, dist/koine or the file given, for the system it is built on.
 *
 * The store's worker is an entry of its own: inside the file it stands beside the program. The web client's files
 * are in it as one.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pack } from "../src/cli/web.ts";
import { buildWeb } from "../web/build.ts";

/** Brotli's highest effort. */
const BEST = 11;

const root = join(import.meta.dir, "..");
const outfile = resolve(process.argv[2] ?? join(root, "dist/koine"));
const scratch = mkdtempSync(join(tmpdir(), "koine-build-"));
const web = join(scratch, "web-client.bin");
writeFileSync(web, pack(await buildWeb(BEST)));

const result = await Bun.build({
  entrypoints: [join(root, "src/main.ts"), join(root, "src/worker.ts"), web],
  root: join(root, "src"),
  // Compiled ahead, it starts in half the time.
  bytecode: true,
  format: "esm",
  // What lies in the folder that it is started in is none of its business.
  compile: { outfile, autoloadDotenv: false, autoloadBunfig: false },
});
rmSync(scratch, { recursive: true });
if (!result.success) {
  process.stderr.write(`${result.logs.join("\n")}\n`);
  process.exit(1);
}
process.stdout.write(`${outfile}: ${Math.round(Bun.file(outfile).size / 2 ** 20)} MiB\n`);
