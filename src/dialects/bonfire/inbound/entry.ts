/** One row of the table of commands: how a variant becomes a command, and its reply an answer. */

import type { Command, CommandType, Reply } from "../../../core/commands.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { GatewayClientEvent, Ok } from "../gen/gateway.ts";

export type ClientEvent = NonNullable<GatewayClientEvent["event"]>;
export type VariantName = ClientEvent["$case"];
type ValueOf<V extends VariantName> = Extract<ClientEvent, { $case: V }>["value"];

/** Where a session is, as far as commands need it. */
export interface Whereabouts {
  readonly space: Id;
  readonly defaultRoom: Id;
}

/** Null when the value asks for something that does not exist yet. */
type ToInput<V extends VariantName, T extends CommandType> = (
  value: ValueOf<V>,
  at: Whereabouts,
) => Command<T>["input"] | null;

type ToOk<T extends CommandType> = (reply: Reply<T>) => Partial<Ok>;

/** A row whose command's name was kept by the types until here. */
export interface Entry {
  readonly type: CommandType;
  readonly input: (value: never, at: Whereabouts) => object | null;
  readonly ok: (reply: never) => Partial<Ok>;
}

/** A row for a variant that has its command's name. */
export function entry<T extends CommandType & VariantName>(
  type: T,
  input: ToInput<T, T>,
  ok: ToOk<T> = () => ({}),
): Entry {
  return { type, input, ok };
}

/** A row for a variant that is another command's short form. */
export function entryAs<V extends VariantName, T extends CommandType>(
  type: T,
  input: ToInput<V, T>,
  ok: ToOk<T>,
): Entry {
  return { type, input, ok };
}

/** How many of a list are given when a client does not say. */
export const PAGE = 50;

/** On the wire 0 means none. */
export function idOrNull(id: Id): Id | null {
  return id === 0 ? null : id;
}
