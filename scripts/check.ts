/** `npm run check`: everything that can be said without starting a server. Exits with 1 when a part fails. */

import { join } from "node:path";
import { type Part, runPart } from "./parts.ts";

const root = join(import.meta.dir, "..");
const bun = process.execPath;

const parts: readonly Part[] = [
  { name: "types", args: [bun, "node_modules/typescript/bin/tsc", "-p", "."] },
  { name: "types of the web client", args: [bun, "node_modules/typescript/bin/tsc", "-p", "web"] },
  { name: "format and lint", args: [bun, "node_modules/@biomejs/biome/bin/biome", "check", "."] },
  { name: "generated files", args: [bun, "scripts/generate.ts", "--check"] },
  { name: "docs/dialects.md", args: [bun, "scripts/docs.ts", "--check"] },
  { name: "boundaries", args: [bun, "test", "./test/boundaries.test.ts"] },
];

let failed = 0;
for (const part of parts) if (!(await runPart(root, part)).passed) failed += 1;
process.stdout.write(`${parts.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
