/** Slash commands: what a program offers, and what somebody calls. */

import type { Id, Millis } from "./ids.ts";
import type { UserRef } from "./users.ts";

/** What a slash command can ask for. */
export const OPTION_KINDS = [
  "string",
  "integer",
  "number",
  "boolean",
  "user",
  "room",
  "role",
  "choice",
] as const;

export interface CommandChoice {
  readonly name: string;
  /** What the bot gets. */
  readonly value: string;
}

/** An argument that a slash command takes. */
export interface CommandOption {
  readonly name: string;
  readonly kind: (typeof OPTION_KINDS)[number];
  readonly description: string;
  readonly required: boolean;
  /** Of the kind "choice"; else empty. */
  readonly choices: readonly CommandChoice[];
  /** Least and greatest number, or length in code points; null = no bound. */
  readonly min: number | null;
  readonly max: number | null;
}

/** An argument as given: an id, a number in decimal, "true" or "false", a choice's value, or the text itself. */
export interface CommandArgument {
  readonly name: string;
  readonly value: string;
}

/** A word that a bot, or the server, carries out. */
export interface SlashCommand {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
  /** Needed to use it; "" = none. */
  readonly permission: string;
  /** Who carries it out; null = the server. */
  readonly bot: UserRef | null;
  /** Only here, and in their threads; empty = everywhere. */
  readonly rooms: readonly Id[];
  /** One of them is needed to use it, besides the permission; null = none, empty = only the owner may. */
  readonly allowedRoles: readonly Id[] | null;
  /** None of them may use it. */
  readonly deniedRoles: readonly Id[];
}

/** A use of a bot's slash command, until its deadline. */
export interface SlashCall {
  readonly id: Id;
  readonly command: Id;
  readonly name: string;
  readonly room: Id;
  /** Who is to answer. */
  readonly bot: Id;
  readonly user: UserRef;
  readonly arguments: readonly CommandArgument[];
  readonly deadline: Millis;
  readonly nonce: string | null;
  readonly answered: boolean;
}

/** What a message answers: somebody's use of a slash command. */
export interface Answered {
  readonly call: Id;
  readonly name: string;
  readonly user: UserRef;
}
