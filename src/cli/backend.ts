/** `koine backend NAME …`: the programs that bring other networks in, for the configuration's list of backends. */

/** Each is loaded when it is asked for: the server itself needs none of them. */
const programs: Readonly<Record<string, () => Promise<{ main(words: readonly string[]): Promise<number> }>>> =
  {
    irc: () => import("../../backends/irc/main.ts"),
    notes: () => import("../../backends/notes/main.ts"),
  };

/** Runs one until the server at the other end of its pipe goes away; resolves with the exit code. */
export async function backend(words: readonly string[]): Promise<number> {
  const [name = "", ...rest] = words;
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program !== undefined) return await (await program()).main(rest);
  process.stderr.write(`koine backend NAME …    NAME is one of: ${Object.keys(programs).join(", ")}\n`);
  return 2;
}
