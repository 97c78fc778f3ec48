/**
 * A copy of the server with a fault put in on purpose. A check that guards something shows with it that it
 * notices when the thing is gone.
 */

import { cpSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./koine.ts";

const ROOT = join(import.meta.dir, "..");

/** One place in the source: the text that stands there, exactly once, and what comes in its stead. */
export interface Alteration {
  /** Path below `src`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Root of a checkout whose source is altered, for `startKoine`; `removeDirectories` removes it. Throws when
 * a text to alter is not found exactly once: the source moved on, and the alteration has to follow.
 */
export function alteredSource(...alterations: readonly Alteration[]): string {
  const root = temporaryDirectory();
  // The program's own chat stands on the SDK, and it hands out the web client.
  for (const folder of ["src", "sdk", "web"])
    cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  for (const file of ["package.json", "tsconfig.json"]) cpSync(join(ROOT, file), join(root, file));
  symlinkSync(realpathSync(join(ROOT, "node_modules")), join(root, "node_modules"));
  for (const { file, from, to } of alterations) {
    const path = join(root, "src", file);
    const parts = readFileSync(path, "utf8").split(from);
    if (parts.length !== 2)
      throw new Error(`"${from}" stands ${parts.length - 1} times in ${file}, not once`);
    writeFileSync(path, parts.join(to));
  }
  return root;
}
