/** Slash commands as the wire's (`docs/protocols/originchats.md` section 9.14). */

import type { EventOf } from "../../core/events.ts";
import type { Id } from "../../core/model/ids.ts";
import type { CommandOption, SlashCall, SlashCommand } from "../../core/model/slash.ts";
import { usernameOf, uuidOf } from "./ids.ts";
import { type NamedSpace, type Names, SERVER_NAME } from "./names.ts";
import { callArguments } from "./own-commands.ts";
import { OWNER } from "./roles.ts";
import type { Packet } from "./wire.ts";

/** Which connection offers commands for an account, by the account: no other may meanwhile. */
export type Offers = Map<Id, { readonly session: Id; readonly commands: Set<Id> }>;

/** The kinds of options that clients of this wire give, and the core's. */
export const KINDS: Readonly<Record<string, CommandOption["kind"]>> = {
  str: "string",
  int: "integer",
  float: "number",
  bool: "boolean",
  enum: "choice",
};

/** A command as clients are told of it; options of the server's own have no `choices`. */
export function toCommand(command: SlashCommand, named: NamedSpace): object {
  const { name, description, options, bot, allowedRoles, deniedRoles } = command;
  return {
    name,
    description,
    options: options.map((option) => toOption(option, name, bot === null)),
    whitelistRoles: allowedRoles === null ? null : [...called(allowedRoles, named), OWNER],
    blacklistRoles: deniedRoles.length === 0 ? null : called(deniedRoles, named),
    ephemeral: false,
    registeredBy: bot === null ? SERVER_NAME : usernameOf(bot),
  };
}

function toOption({ name, description, kind, choices, required }: CommandOption, of: string, own: boolean) {
  const type = Object.entries(KINDS).find(([, one]) => one === kind)?.[0] ?? "str";
  if (own) return { name: callArguments(of)[name] ?? name, description, type, required };
  const values = kind === "choice" ? choices.map(({ value }) => value) : null;
  return { name, description, type, choices: values, required };
}

function called(roles: readonly Id[], { names }: NamedSpace): string[] {
  return roles.flatMap((id) => names.get(id) ?? []);
}

/** A command was offered, changed or withdrawn. */
export function sayCommand({ id, command, stream }: EventOf<"command_update">, names: Names): Packet | null {
  const named = names.space(stream);
  if (command !== null)
    return named === null ? null : { cmd: "slash_add", commands: [toCommand(command, named)] };
  const gone = names.command(id);
  return gone === null ? null : { cmd: "slash_remove", commands: [gone.name] };
}

/** A use, as its command's owner and its caller are told. In a thread it is named by the thread's id. */
export function toCall(call: SlashCall, names: Names): Packet {
  const options = names.command(call.command)?.options ?? [];
  const given = call.arguments.map(({ name, value }) => {
    const kind = options.find((option) => option.name === name)?.kind;
    return [name, typed(kind, value)] as const;
  });
  const owner = names.command(call.command)?.bot ?? null;
  const invoker = usernameOf(call.user);
  const channel = names.room(call.room)?.name;
  return {
    cmd: "slash_call",
    val: {
      command: call.name,
      args: Object.fromEntries(given),
      commander: owner === null ? null : usernameOf(owner),
    },
    invoker,
    invokerUsername: invoker,
    ...(channel === undefined ? { channel: null, thread_id: uuidOf(call.room) } : { channel }),
  };
}

function typed(kind: CommandOption["kind"] | undefined, value: string): string | number | boolean {
  if (kind === "integer" || kind === "number") return Number(value);
  return kind === "boolean" ? value === "true" : value;
}
