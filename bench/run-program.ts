/** Running one of the bench's own programs to its end. */

import { join } from "node:path";

/** What a program of a checkout's bench prints, as JSON. Rejects with its errors. */
export async function runProgram(root: string, file: string, args: readonly string[]): Promise<unknown> {
  const child = Bun.spawn([process.execPath, join(root, "bench", file), ...args], {
    cwd: root,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`${file}: ${errors.slice(-1_000)}`);
  return JSON.parse(output);
}
