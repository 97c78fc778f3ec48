/** What a command is: its schema, whether it changes anything, and its handler. */

import type { Static, TSchema } from "typebox";
import { Type } from "typebox";
import type { Happening } from "./events.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import { schemaCheck } from "./schema-check.ts";
import type { Tx } from "./tx/tx.ts";

/** A reply for the caller, and what happened. */
export interface Done<R> {
  readonly reply: R;
  readonly events: readonly Happening[];
}

export interface CommandSpec<S extends TSchema, R, A extends Actor | null> {
  /** "change": in the writer's transaction. "read": elsewhere, returns no events. */
  readonly kind: "change" | "read";
  readonly input: S;
  /** True when a value fits `input`. */
  readonly check: (value: unknown) => value is Static<S>;
  /** False for what the server itself asks before anybody is signed in. */
  readonly signedIn: A extends null ? false : true;
  readonly run: (tx: Tx, actor: A, input: Static<S>) => Promise<Done<R>>;
}

/** A command of somebody signed in. */
export function command<S extends TSchema, R>(
  kind: "change" | "read",
  input: S,
  run: (tx: Tx, actor: Actor, input: Static<S>) => Promise<Done<R>>,
): CommandSpec<S, R, Actor> {
  return { kind, input, check: schemaCheck(input).fits, signedIn: true, run };
}

/** A command that the server gives itself, e.g. while somebody signs in. No dialect can reach it. */
export function serverCommand<S extends TSchema, R>(
  kind: "change" | "read",
  input: S,
  run: (tx: Tx, actor: null, input: Static<S>) => Promise<Done<R>>,
): CommandSpec<S, R, null> {
  return { kind, input, check: schemaCheck(input).fits, signedIn: false, run };
}

/** Schema of an id of ours. */
export const IdSchema = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** A schema of exactly these properties. */
export function fields<P extends Record<string, TSchema>>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** What every event begins with. A kept one gets its position when the handler has returned. */
export function happened(
  tx: Tx,
  actor: Actor | null,
  stream: StreamId,
): { stream: StreamId; seq: number; at: Millis; origin: Id } {
  return { stream, seq: 0, at: tx.now, origin: actor === null ? 0 : actor.session };
}
