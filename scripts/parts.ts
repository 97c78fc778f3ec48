/** Running parts of a check one after another, with their times. */

export interface Part {
  readonly name: string;
  readonly args: readonly string[];
}

export interface Ran {
  readonly passed: boolean;
  /** What it wrote, both streams. */
  readonly output: string;
}

/** Run a part in the repository's root; its output is shown only when it fails. */
export async function runPart(root: string, { name, args }: Part): Promise<Ran> {
  const start = performance.now();
  const child = Bun.spawn([...args], { cwd: root, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const passed = (await child.exited) === 0;
  const output = out + err;
  if (!passed) process.stdout.write(`${output.trimEnd()}\n`);
  report(name, passed, start);
  return { passed, output };
}

/** One line: what, how it ended, how long it took since `start` (of `performance.now`). */
export function report(name: string, passed: boolean, start: number): void {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${passed ? "ok    " : "FAILED"}  ${name.padEnd(28)} ${seconds.padStart(6)} s\n`);
}
