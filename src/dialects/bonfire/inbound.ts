/**
 * What a client says, as commands of the core, and the core's replies as answers.
 *
 * The table has an entry for every variant of the protocol: those whose commands do not exist yet say so.
 */

import type { Command } from "../../core/commands.ts";
import type { Ok } from "./gen/gateway.ts";
import { automod } from "./inbound/automod.ts";
import { backends } from "./inbound/backends.ts";
import { commands } from "./inbound/commands.ts";
import { direct } from "./inbound/direct.ts";
import { emojis } from "./inbound/emojis.ts";
import type { ClientEvent, Entry, VariantName, Whereabouts } from "./inbound/entry.ts";
import { instance } from "./inbound/instance.ts";
import { invites } from "./inbound/invites.ts";
import { members } from "./inbound/members.ts";
import { messages } from "./inbound/messages.ts";
import { moderation } from "./inbound/moderation.ts";
import { pings } from "./inbound/pings.ts";
import { polls } from "./inbound/polls.ts";
import { presence } from "./inbound/presence.ts";
import { push } from "./inbound/push.ts";
import { receipts } from "./inbound/receipts.ts";
import { reports } from "./inbound/reports.ts";
import { roles } from "./inbound/roles.ts";
import { rooms } from "./inbound/rooms.ts";
import { threads } from "./inbound/threads.ts";
import { voice } from "./inbound/voice.ts";
import { webhooks } from "./inbound/webhooks.ts";

/** Said by the session itself: they change no row. */
type Local = "heartbeat" | "subscribe_presence";

const table: { readonly [V in Exclude<VariantName, Local>]: Entry } = {
  ...messages,
  ...rooms,
  ...direct,
  ...invites,
  ...roles,
  ...members,
  ...moderation,
  ...reports,
  ...automod,
  ...pings,
  ...receipts,
  ...presence,
  ...emojis,
  ...voice,
  ...threads,
  ...polls,
  ...commands,
  ...webhooks,
  ...push,
  ...backends,
  ...instance,
};

/** The variants that can be used, for the handshake's list of capabilities. */
export const capabilities: readonly string[] = [
  ...Object.keys(table).filter((name) => name !== "message"),
  "heartbeat",
  "subscribe_presence",
].sort();

/** A command of the core, and how its reply is said. */
export interface Translated {
  readonly command: Command;
  readonly ok: (reply: unknown) => Partial<Ok>;
}

/** The command of an event that is not the session's own; null when its command does not exist yet. */
export function toCommand(event: Exclude<ClientEvent, { $case: Local }>, at: Whereabouts): Translated | null {
  const row = table[event.$case];
  const input = row.input(event.value as never, at);
  if (input === null) return null;
  return {
    // The table pairs each command's name with its own input.
    command: { type: row.type, input } as Command,
    ok: row.ok as (reply: unknown) => Partial<Ok>,
  };
}
