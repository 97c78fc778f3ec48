/** What a command of the wire is made of: one row for each, in `inbound/<subject>.ts`. */

import type { Command, CommandType, Reply } from "../../core/commands.ts";
import type { Event } from "../../core/events.ts";
import type { FaultCode } from "../../core/faults.ts";
import type { Id } from "../../core/model/ids.ts";
import type { SlashCall } from "../../core/model/slash.ts";
import type { Presence } from "../../core/model/users.ts";
import type { Session } from "../../core/session.ts";
import type { NamedSpace, Names } from "./names.ts";
import type { Offers } from "./slash.ts";
import type { Speed } from "./speed.ts";
import type { Things } from "./things.ts";
import type { Peers } from "./voice.ts";
import type { Packet } from "./wire.ts";

/** A command is refused, with a text of `texts.ts`; becomes the `error` packet (section 5.2). */
export class Refusal extends Error {}

/** A command is refused with a packet of its own kind, e.g. `rate_limit`. */
export class OtherAnswer extends Error {
  readonly packet: Packet;
  constructor(packet: Packet) {
    super(packet.cmd);
    this.packet = packet;
  }
}

/** Which text a refusal of the core is told with; what is not listed is told in the core's words. */
export type Refusals = Partial<Record<FaultCode, string>>;

/** What a row's handler answers with: a packet, or "told" where the caller's copy of a broadcast was the reply. */
export type Answered = Packet | "told";

/** What a client said besides `cmd` and `listener`. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where the client is when it asks, and what a handler can do. */
export interface Here extends Things {
  readonly session: Session;
  readonly space: Id;
  readonly names: Names;
  /** The space's roles and their names. */
  named(): NamedSpace;
  now(): number;
  /** Carry out a command of the core. Throws a `Refusal`. */
  ask<T extends CommandType>(command: Command<T>, refusals?: Refusals): Promise<Reply<T>>;
  /**
   * The same, where the caller's copy of the event of that type is the reply (section 6). Gives null when there was
   * no such event, so that a reply is owed.
   */
  echo<T extends CommandType>(
    command: Command<T>,
    event: Event["type"],
    refusals?: Refusals,
  ): Promise<"told" | Reply<T>>;
  /** The same, where the event is told before the reply; says whether there was one. */
  telling<T extends CommandType>(
    command: Command<T>,
    event: Event["type"],
    refusals?: Refusals,
  ): Promise<boolean>;
  /** A packet before the reply, to this connection alone. */
  push(packet: Packet): void;
  /** The presence of members, in any order. */
  presences(users: readonly Id[]): Promise<readonly Presence[]>;
  /** Throws the `rate_limit` of section 5.3, or counts. */
  spend(withReason: boolean): void;
  /** What this dialect keeps of subjects besides; those without are left out. */
  drawers(subjects: readonly Id[]): Promise<readonly { readonly subject: Id; readonly value: string }[]>;
  /** The voice room that this connection takes part in. */
  readonly voice: { readonly room: Id | null };
  readonly peers: Peers;
  readonly offers: Offers;
  /** Uses of this account's slash commands that wait for an answer, the oldest first. */
  readonly waiting: readonly SlashCall[];
  /** One of these is answered. */
  answered(call: Id): void;
  /** By which push services know this server. */
  readonly pushKey: string;
  /** One way; the same for the same text. */
  hash(text: string): string;
  /** How fast this user, or another, has written. */
  readonly speed: Speed;
  /** Close when the reply has left, and tell no other end meanwhile. */
  closeAfterwards(wish: boolean): void;
}

export type Row = (fields: Fields, here: Here) => Promise<Answered> | Answered;

export type Rows = Readonly<Record<string, Row>>;

/** A field that is a string, also an empty one; else undefined. */
export function stringIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value.toWellFormed() : undefined;
}

/** Whether a field was left out: null counts as left out. */
export function isMissing(fields: Fields, name: string): boolean {
  return fields[name] === undefined || fields[name] === null;
}
