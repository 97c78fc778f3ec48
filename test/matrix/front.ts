/**
 * A front end of the matrix: a thin client of one wire, written from its specification, that shares no code with the
 * dialect. It does what the wire has a word for, and waits for what the wire has a word for.
 */

import type { Account } from "../gateway-client.ts";
import type { Koine } from "../koine.ts";

/** What is tried through every front end and watched from every other. */
export const ACTIONS = [
  "send",
  "edit",
  "delete",
  "reply",
  "react",
  "unreact",
  "upload",
  "type",
  "online",
  "offline",
  "pin",
  "poll",
  "vote",
  "thread",
  "create room",
  "join",
  "leave",
  "ban",
  "mark delivered",
  "mark read",
  "call",
] as const;

export type Action = (typeof ACTIONS)[number];

/** What an action is about. Every text and name is found nowhere else, so that a front end knows its messages by them. */
export interface Given {
  /** Of the message that is sent, or acted on. */
  readonly text: string;
  /** What it says after an edit. */
  readonly changed: string;
  /** Of the message that a reply answers. */
  readonly target: string;
  readonly emoji: string;
  /** Of a file. */
  readonly file: string;
  /** Of a room or a thread that is made. */
  readonly room: string;
  /** Who comes, goes or is banned. */
  readonly user: { readonly id: number; readonly handle: string };
  /** Who acts. */
  readonly actor: string;
}

/** How a wire tells of an action: its word for it, for the table, and the wait for it. */
export interface Sight {
  readonly word: string;
  /** Resolves when it was told after the mark; rejects when it does not come. */
  readonly wait: (given: Given, mark: number) => Promise<void>;
}

export interface Front {
  readonly acts: { readonly [A in Action]?: (given: Given) => Promise<void> };
  readonly sees: { readonly [A in Action]?: Sight };
  /** Of a network: another of its people says something. */
  readonly another?: (given: Given) => Promise<void>;
  /** How many frames have come. */
  mark(): number;
  /** What came after the mark, but for what comes whenever somebody comes and goes. */
  since(mark: number): readonly string[];
  /** The texts of the default room, oldest first, as this front end has them. */
  conversation(): Promise<readonly string[]>;
  /** The server was killed and is back: resume, or load anew, as the wire has it. */
  comeBack(koine: Koine): Promise<void>;
  close(): Promise<void>;
}

/** Links the default room with one of a backend's, by its name there. */
export type LinkRoom = (backend: string, name: string) => Promise<void>;

export interface Driver {
  readonly name: string;
  /** It brings a network of its own: who speaks there has no account here, and nothing that they do is answered. */
  readonly isNetwork?: boolean;
  /** What every file is called, where a wire has no names for them. */
  readonly file?: string;
  /** What the configuration says of it, for people of these handles. */
  readonly config?: (handles: readonly string[]) => string;
  /** Signs in and comes into the default room. */
  enter(koine: Koine, account: Account, link: LinkRoom): Promise<Front>;
}

/** An action was refused, in the wire's own form. */
export class Refused extends Error {
  override readonly name = "Refused";
}
