/**
 * The chat in a terminal: what has happened scrolls up; below it stand one's own lines on their way, who is
 * typing, and the line being written.
 */

import type { Interface } from "node:readline";
import { cleanLine, cleanLines } from "./clean.ts";
import type { Pending, View } from "./view.ts";
import type { WireMessage } from "./wire.ts";

const DIM = "\x1b[2m";
const BOLD = "\x1b[1m";
const PLAIN = "\x1b[0m";

export interface Terminal {
  readonly lines: Interface;
  readonly write: (text: string) => void;
  readonly columns: () => number;
}

export function terminalView({ lines, write, columns }: Terminal, ownHandle: () => string): View {
  let above = 0;
  let pending: readonly Pending[] = [];
  let typing: readonly string[] = [];

  /** Takes the lower part away, adds to what has scrolled, and puts the lower part back. */
  const draw = (added: readonly string[]): void => {
    const up = lines.getCursorPos().rows + above;
    const status = statusLines();
    above = status.length;
    write(
      `\r${up > 0 ? `\x1b[${up}A` : ""}\x1b[J${[...added, ...status].map((line) => `${line}\n`).join("")}`,
    );
    // The editor must not go up to where its line was before.
    Object.assign(lines, { prevRows: 0 });
    lines.prompt(true);
  };

  const statusLines = (): string[] => {
    const width = Math.max(20, columns() - 1);
    const status = pending.map(({ text }) => `… ${cleanLines(text)[0] ?? ""}`);
    if (typing.length > 0) {
      const verb = typing.length === 1 ? "is" : "are";
      status.push(`${typing.map(cleanLine).join(", ")} ${verb} typing`);
    }
    return status.map((line) => `${DIM}${cut(line, width)}${PLAIN}`);
  };

  return {
    packet: () => undefined,
    room({ name }) {
      lines.setPrompt(`${cleanLine(name)}> `);
      draw([`${BOLD}── ${cleanLine(name)} ──${PLAIN}`]);
    },
    message: (message) => draw(messageLines(message, ownHandle())),
    note: (text) => draw([`${DIM}· ${cleanLine(text)}${PLAIN}`]),
    notice: (text) => draw(cleanLines(text).map((line) => `${DIM}* ${line}${PLAIN}`)),
    pending(list) {
      pending = list;
      draw([]);
    },
    typing(names) {
      typing = names;
      draw([]);
    },
    entered(line) {
      const width = Bun.stringWidth(lines.getPrompt() + line);
      above += Math.floor(width / Math.max(1, columns())) + 1;
      draw([]);
    },
    close: () => lines.close(),
  };
}

function messageLines(message: WireMessage, own: string): string[] {
  const { n, author, content, created, edited, reply_to, reactions = [] } = message;
  const time = new Date(created).toTimeString().slice(0, 5);
  const name = author.handle === own ? `${BOLD}${cleanLine(author.name)}${PLAIN}` : cleanLine(author.name);
  const lines: string[] = [];
  if (reply_to !== undefined) {
    const text = reply_to.deleted === true ? "(deleted)" : (cleanLines(reply_to.text ?? "")[0] ?? "");
    lines.push(`${DIM}        ┌ ${cleanLine(reply_to.author?.name ?? "")}: ${cut(text, 60)}${PLAIN}`);
  }
  const [first = "", ...more] = cleanLines(content);
  lines.push(
    `${DIM}${time} #${n}${PLAIN} ${name}: ${first}${edited === undefined ? "" : `${DIM} (edited)${PLAIN}`}`,
  );
  for (const line of more) lines.push(`        ${line}`);
  if (reactions.length > 0) {
    const all = reactions.map(({ emoji, count }) => `${cleanLine(emoji)} ${count}`).join("  ");
    lines.push(`        ${DIM}${all}${PLAIN}`);
  }
  return lines;
}

function cut(text: string, width: number): string {
  const points = [...text];
  return points.length <= width ? text : `${points.slice(0, width - 1).join("")}…`;
}
