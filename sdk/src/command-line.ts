/**
 * A line that begins with a slash, read as a command with its arguments (docs/protocols/bonfire.md, "Slash
 * commands").
 *
 * Arguments come in the order of the options, or by name: `/ban @bob being rude days:3`. In quotes they may have
 * spaces; a text that no required one follows takes all that is left, up to one given by name.
 */

import type { CommandArgument, CommandOption, SlashCommand } from "./gen/protocol.ts";

export interface Typed {
  readonly command: SlashCommand;
  readonly arguments: readonly CommandArgument[];
  /** The one that the end of the text belongs to; null = there is none left. */
  readonly current: CommandOption | null;
  /** What stands of it. */
  readonly partial: string;
  /** Required, and not given. */
  readonly missing: readonly string[];
  /** What no option takes. */
  readonly extra: string;
}

/** Null where the text is none of these commands. */
export function readCommand(text: string, all: readonly SlashCommand[]): Typed | null {
  const [head = "", name = "", handle] = /^\/([a-z0-9_-]{1,32})(?:@(\S+))?(?=\s|$)/.exec(text) ?? [];
  const command = all.find(
    (one) => one.name === name && (handle === undefined || one.bot?.handle === handle),
  );
  if (command === undefined) return null;
  return { command, ...readArguments(text.slice(head.length), command.options ?? []) };
}

function readArguments(text: string, options: readonly CommandOption[]): Omit<Typed, "command"> {
  const given = new Map<string, string>();
  let rest = text.trimStart();
  let current: CommandOption | null = options[0] ?? null;
  let partial = "";
  for (;;) {
    const open = options.filter(({ name }) => !given.has(name));
    const named = open.find(({ name }) => rest.startsWith(`${name}:`));
    const option = named ?? open[0];
    if (rest === "" || option === undefined) {
      // With a space behind it an argument is over, and the next one begins.
      if (given.size === 0 || /\s$/.test(text)) [current, partial] = [option ?? null, ""];
      break;
    }
    const [value, length] = valueAt(
      rest.slice(named === undefined ? 0 : option.name.length + 1),
      option,
      open,
    );
    given.set(option.name, value);
    [current, partial] = [option, value];
    rest = rest.slice((named === undefined ? 0 : option.name.length + 1) + length).trimStart();
  }
  return {
    arguments: [...given].map(([name, value]) => ({ name, value: settled(value) })),
    current,
    partial,
    missing: options.filter(({ name, required }) => required && !given.get(name)).map(({ name }) => name),
    extra: rest,
  };
}

/** The argument that a text begins with, and how much of the text it is. */
function valueAt(text: string, option: CommandOption, open: readonly CommandOption[]): [string, number] {
  const quoted = /^"([^"]*)"?/.exec(text);
  if (quoted !== null) return [quoted[1] ?? "", quoted[0].length];
  const others = open.filter((one) => one !== option);
  if (option.kind !== "string" || others.some(({ required }) => required)) {
    const [word = ""] = /^\S*/.exec(text) ?? [];
    return [word, word.length];
  }
  const ends = others.map(({ name }) => text.search(new RegExp(`\\s${name}:`))).filter((at) => at !== -1);
  const end = Math.min(text.length, ...ends);
  return [text.slice(0, end).trim(), end];
}

/** A mention stands for what it names. */
function settled(value: string): string {
  return /^<(?:@&?|#)(\d+)>$/.exec(value)?.[1] ?? value;
}
