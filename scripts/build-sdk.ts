/** `npm run build:sdk`: the SDK as JavaScript modules for browsers and Node, in sdk/dist or the folder given. */

import { join } from "node:path";

const root = join(import.meta.dir, "..");
const entries = ["client", "apply", "state", "http", "upload"];

const result = await Bun.build({
  entrypoints: entries.map((name) => join(root, "sdk/src", `${name}.ts`)),
  outdir: process.argv[2] ?? join(root, "sdk/dist"),
  target: "browser",
  format: "esm",
  splitting: true,
});
if (!result.success) {
  process.stderr.write(`${result.logs.join("\n")}\n`);
  process.exit(1);
}
