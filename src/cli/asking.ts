/** Asking the person at the terminal. */

import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Null where the person breaks off. `hidden` shows nothing of the answer. There must be a terminal. */
export async function askPerson(question: string, hidden: boolean): Promise<string | null> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stdout,
    terminal: true,
  });
  if (hidden) process.stdout.write(question);
  const answer = await new Promise<string | null>((resolve) => {
    lines.question(hidden ? "" : question, resolve);
    lines.on("SIGINT", () => resolve(null));
    lines.on("close", () => resolve(null));
  });
  lines.close();
  if (hidden) process.stdout.write("\n");
  return answer;
}

/** A new password: asked for twice at a terminal, else the first line of the standard input. */
export async function askNewPassword(handle: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ""] = (await Bun.stdin.text()).split(/\r?\n/, 1);
    if (line === "") throw new Error("No password: give it on the standard input, or use --generate");
    return line;
  }
  const password = await askPerson(`New password of ${handle}: `, true);
  if (password === null || password === "") throw new Error("No password, nothing was done");
  if ((await askPerson("Once more: ", true)) !== password) throw new Error("These are two passwords");
  return password;
}
