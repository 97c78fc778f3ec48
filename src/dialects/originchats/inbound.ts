/** The one table of the commands that a client may give after login, one file for each subject. */

import { attachments } from "./inbound/attachments.ts";
import { channels } from "./inbound/channels.ts";
import { core } from "./inbound/core.ts";
import { emojis } from "./inbound/emojis.ts";
import { history } from "./inbound/history.ts";
import { limits } from "./inbound/limits.ts";
import { messages } from "./inbound/messages.ts";
import { modlog } from "./inbound/modlog.ts";
import { polls } from "./inbound/polls.ts";
import { push } from "./inbound/push.ts";
import { roles } from "./inbound/roles.ts";
import { selfRoles } from "./inbound/self-roles.ts";
import { slash } from "./inbound/slash.ts";
import { status } from "./inbound/status.ts";
import { threads } from "./inbound/threads.ts";
import { unreads } from "./inbound/unreads.ts";
import { users } from "./inbound/users.ts";
import { voice } from "./inbound/voice.ts";
import { webhooks } from "./inbound/webhooks.ts";
import type { Row, Rows } from "./row.ts";

const table: Rows = {
  ...core,
  ...messages,
  ...history,
  ...channels,
  ...users,
  ...status,
  ...unreads,
  ...roles,
  ...limits,
  ...modlog,
  ...threads,
  ...polls,
  ...selfRoles,
  ...voice,
  ...push,
  ...slash,
  ...webhooks,
  ...emojis,
  ...attachments,
};

/** What a client can ask for, for the documentation and the handshake. */
export const takes: readonly string[] = Object.keys(table).sort();

/** The row of a command; undefined where there is none of the name. */
export function rowOf(cmd: unknown): Row | undefined {
  return typeof cmd === "string" && Object.hasOwn(table, cmd) ? table[cmd] : undefined;
}
