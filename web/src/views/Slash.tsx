/** What one can say after a slash: the commands, and the arguments of the one that is typed. */

import { Slash } from "lucide-react";
import { readCommand } from "../../../sdk/src/command-line.ts";
import type { CommandOption, Room } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { useView } from "../state/react.ts";
import { commandsIn, signOf } from "../state/slash.ts";
import { talk } from "../texts/talk.ts";
import type { Suggestion } from "./Completion.tsx";

/** Commands, or values of the argument, that fit what stands before the cursor; null = it is none of this. */
export function slashSuggestions(
  known: State,
  room: Room,
  before: string,
  most: number,
): { readonly from: number; readonly list: readonly Suggestion[] } | null {
  if (!before.startsWith("/")) return null;
  const all = commandsIn(known, room);
  const [, word] = /^\/([a-z0-9_@-]*)$/i.exec(before) ?? [];
  if (word !== undefined) {
    const list = all
      .filter((one) => signOf(one, all).startsWith(`/${word.toLowerCase()}`))
      .slice(0, most)
      .map((one) => ({
        key: `command ${one.id}`,
        text: signOf(one, all),
        label: signOf(one, all),
        hint: `${one.description} · ${one.bot === undefined ? talk.ofServer : one.bot.name || one.bot.handle}`,
        picture: (
          <i>
            <Slash size={16} aria-hidden="true" />
          </i>
        ),
      }));
    // Typed whole, it needs no completion: Enter uses it.
    return { from: 0, list: list.length === 1 && list[0]?.text === before ? [] : list };
  }
  const typed = readCommand(before, all);
  if (typed === null || typed.current === null) return null;
  const { current, partial } = typed;
  const list = valuesOf(current)
    .filter(({ name, value }) => begins(name, partial) || begins(value, partial))
    .filter(({ value }) => value !== partial)
    .slice(0, most)
    .map(({ name, value }) => ({
      key: `value ${value}`,
      text: /\s/.test(value) ? `"${value}"` : value,
      label: name,
      hint: name === value ? "" : value,
      picture: <i />,
    }));
  return list.length === 0 ? null : { from: before.length - partial.length, list };
}

function valuesOf({ kind, choices = [] }: CommandOption): readonly { name: string; value: string }[] {
  if (kind === "choice") return choices;
  return kind === "boolean" ? ["true", "false"].map((value) => ({ name: value, value })) : [];
}

function begins(text: string, word: string): boolean {
  return text.toLowerCase().startsWith(word.toLowerCase());
}

/** The arguments of the command that is typed; the one the cursor is in stands out. */
export function SlashHelp({ room, text, problem }: { room: Room; text: string; problem: string }) {
  const known = useView(({ known }) => known);
  if (!text.startsWith("/")) return null;
  const all = commandsIn(known, room);
  const typed = readCommand(text, all);
  if (typed === null) return null;
  const { command, current } = typed;
  const { kind = "", description = "", required = false, min = "", max = "" } = current ?? {};
  return (
    <section className="slash-help" id="slash-help" aria-label={talk.commandHelp}>
      <p dir="auto">
        <b>{signOf(command, all)}</b>
        {command.options?.map((option) => (
          <span
            key={option.name}
            className="slash-option"
            aria-current={option === current ? "true" : undefined}
          >
            {option.required ? option.name : `[${option.name}]`}
          </span>
        ))}
      </p>
      <p className="hint" dir="auto">
        {current === null
          ? command.description
          : [
              description,
              talk.optionKinds[kind] ?? kind,
              min === "" && max === "" ? "" : talk.between(min, max),
              required ? "" : talk.optional,
            ]
              .filter((one) => one !== "")
              .join(" · ")}
      </p>
      {problem !== "" && (
        <p className="slash-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
