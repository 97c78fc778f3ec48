/** One line of ours, as it is written. */

import type { IrcLink } from "./link.ts";

/** The tag that tells our own lines in the network's history; `.invalid` belongs to nobody (RFC 2606 2). */
export const KEY_TAG = "koine.invalid/key";

export interface Piece {
  readonly command: "PRIVMSG" | "TAGMSG" | "REDACT";
  /** Behind the target; null where there is nothing. */
  readonly text: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Which line of its message it is. */
  readonly index: number;
  state: "waiting" | "written" | "taken";
  label: string;
  /** The PING behind it. */
  mark: number;
  /** Whether its echo is what confirms it, or that PING. */
  byEcho: boolean;
  /** The network's id of it. */
  id: string | null;
}

let labels = 0;

export function pieceOf(
  index: number,
  command: Piece["command"],
  text: string | null,
  tags: Piece["tags"] = {},
): Piece {
  return { command, text, tags, index, state: "waiting", label: "", mark: 0, byEcho: false, id: null };
}

/** What a line is recognised by: says nothing to whoever does not know the key. */
export function tagOf(key: string, index: number): string {
  return `${new Bun.CryptoHasher("sha256").update(key).digest("hex").slice(0, 24)}.${index}`;
}

/** The line of the protocol, under a new label. */
export function lineOf(
  piece: Piece,
  { key, target }: { key: string; target: string },
  link: IrcLink,
): string {
  const { command, text, index } = piece;
  piece.label = `k${++labels}`;
  const tags = Object.entries(piece.tags).filter(([name]) => link.takesTag(name));
  if (link.takesTag(KEY_TAG) && command === "PRIVMSG") tags.push([KEY_TAG, tagOf(key, index)]);
  const written = tags.map(([name, value]) => `+${name}=${escapeTag(value)}`);
  if (link.has("labeled-response")) written.unshift(`label=${piece.label}`);
  const before = written.length === 0 ? "" : `@${written.join(";")} `;
  return `${before}${command} ${target}${text === null ? "" : ` :${text}`}`;
}

/** https://ircv3.net/specs/extensions/message-tags#escaping-values */
function escapeTag(value: string): string {
  const escapes: Record<string, string> = { ";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n" };
  return value.replaceAll(/[; \\\r\n]/g, (char) => escapes[char] ?? "").replaceAll("\0", "");
}
