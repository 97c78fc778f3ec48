/** Another checkout of the repository, for measuring two versions side by side. */

import { cpSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Build, temporaryDirectory } from "./koine-server.ts";

/** Run with the checkout of a commit in a directory of its own, which is gone afterwards. */
export async function withCheckout(
  root: string,
  reference: string,
  run: (build: Build) => Promise<void>,
): Promise<void> {
  const directory = join(temporaryDirectory(), "checkout");
  git(root, ["worktree", "add", "--detach", directory, reference]);
  try {
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    // What measures is the same for both.
    rmSync(join(directory, "bench"), { recursive: true, force: true });
    cpSync(join(root, "bench"), join(directory, "bench"), { recursive: true });
    await run({ name: reference, root: directory });
  } finally {
    git(root, ["worktree", "remove", "--force", directory]);
  }
}

function git(root: string, args: readonly string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(["git", "-C", root, ...args]);
  if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderr.toString()}`);
}
