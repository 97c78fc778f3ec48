/** The arguments of a slash command, checked against what it asks for. */

import { may, standingIn } from "./authorize.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { CommandArgument, CommandOption } from "./model/slash.ts";
import type { Actor } from "./model/users.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest argument, in code points, where the command says nothing. */
export const MAX_ARGUMENT = 4_000;

/** Where a command is used, and by whom. */
export interface Use {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly place: Place;
}

/**
 * The arguments in the order of the options: numbers in decimal, users, rooms and roles as ids. A user may be given
 * as a handle.
 *
 * Faults: `invalid`, with the argument that is missing, unknown or wrong; `not_found` for a user, a room or a role
 * that there is not, or that the caller does not see.
 */
export async function settleArguments(
  use: Use,
  options: readonly CommandOption[],
  given: readonly CommandArgument[],
): Promise<CommandArgument[]> {
  const values = new Map<string, string>();
  for (const { name, value } of given) {
    if (!options.some((option) => option.name === name) || values.has(name))
      throw new Fault("invalid", `The command has no argument "${name}", or it is given twice`);
    values.set(name, value);
  }
  const settled: CommandArgument[] = [];
  for (const option of options) {
    const value = values.get(option.name);
    if (value !== undefined) settled.push({ name: option.name, value: await settle(use, option, value) });
    else if (option.required) throw new Fault("invalid", `The argument "${option.name}" is missing`);
  }
  return settled;
}

async function settle(use: Use, option: CommandOption, value: string): Promise<string> {
  switch (option.kind) {
    case "string":
      return text(option, value);
    case "integer":
      return number(option, value, /^-?\d{1,15}$/);
    case "number":
      return number(option, value, /^-?\d{1,15}(\.\d{1,15})?$/);
    case "boolean":
      return oneOf(option, value, ["true", "false"]);
    case "choice":
      return oneOf(
        option,
        value,
        option.choices.map((choice) => choice.value),
      );
    case "user":
      return String(await user(use, value));
    case "room":
      return String(await room(use, idIn(value)));
    case "role":
      return String(await role(use, idIn(value)));
  }
}

function text({ name, min, max }: CommandOption, value: string): string {
  const length = [...value].length;
  const most = Math.min(max ?? MAX_ARGUMENT, MAX_ARGUMENT);
  if (length < (min ?? 0) || length > most)
    throw new Fault("invalid", `The argument "${name}" has ${min ?? 0} to ${most} characters`);
  return value;
}

function number({ name, min, max, kind }: CommandOption, value: string, form: RegExp): string {
  const parsed = Number(value);
  if (!form.test(value)) throw new Fault("invalid", `The argument "${name}" is no ${kind}`);
  if (parsed < (min ?? Number.NEGATIVE_INFINITY) || parsed > (max ?? Number.POSITIVE_INFINITY))
    throw new Fault("invalid", `The argument "${name}" is out of its bounds`);
  return String(parsed);
}

function oneOf({ name }: CommandOption, value: string, values: readonly string[]): string {
  if (!values.includes(value))
    throw new Fault("invalid", `The argument "${name}" is one of: ${values.join(", ")}`);
  return value;
}

function idIn(value: string): Id {
  const id = /^\d{1,16}$/.test(value) ? Number(value) : 0;
  if (!Number.isSafeInteger(id) || id === 0) throw notFound();
  return id;
}

/** An account, by its id or its handle. Whether it is a member is for whoever carries the command out. */
async function user({ tx, place }: Use, value: string): Promise<Id> {
  const handle = value.replace(/^@/, "");
  const byHandle = /^\d+$/.test(value) ? null : await tx.credentialsOf(handle.toLowerCase());
  const id = byHandle?.user ?? idIn(value);
  const person = place.room.space === null ? null : await tx.loadPerson(place.room.space, id);
  if (person === null) throw notFound();
  return id;
}

async function room({ tx, actor }: Use, id: Id): Promise<Id> {
  const { caller, place } = await tx.loadRoom(actor, id);
  if (caller === null || place === null || !may(standingIn(place, caller.id), "view", tx.now))
    throw notFound();
  return id;
}

async function role({ tx, place }: Use, id: Id): Promise<Id> {
  const roles = place.room.space === null ? [] : await tx.rolesOf(place.room.space);
  if (!roles.some((one) => one.id === id)) throw notFound();
  return id;
}
