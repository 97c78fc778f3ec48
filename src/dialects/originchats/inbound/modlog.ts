/** `docs/protocols/originchats.md` section 9.18: the audit log of the core in the words of section 8.14. */

import type { Reply } from "../../../core/commands.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { AuditEntry } from "../../../core/model/moderation.ts";
import { seconds, usernameOf, uuidOf } from "../ids.ts";
import { everybody } from "../people.ts";
import { type Here, isMissing, Refusal, type Rows } from "../row.ts";
import { TEXTS } from "../texts.ts";

/** Most entries that are looked at, the newest. */
const PAGES = 20;
const PAGE = 200;

/** The core's acts as category and action; others stand under server_management with their own names. */
const CALLED: ReadonlyMap<string, readonly [category: string, action: string]> = new Map([
  ["ban_add", ["user_moderation", "user_ban"]],
  ["ban_remove", ["user_moderation", "user_unban"]],
  ["kick", ["user_moderation", "user_kick"]],
  ["timeout_set", ["user_moderation", "user_timeout"]],
  ["role_assign", ["user_moderation", "user_roles_set"]],
  ["role_unassign", ["user_moderation", "user_roles_set"]],
  ["member_update", ["user_moderation", "user_update"]],
  ["role_create", ["role_management", "role_create"]],
  ["role_update", ["role_management", "role_update"]],
  ["role_delete", ["role_management", "role_delete"]],
  ["role_move", ["role_management", "role_reorder"]],
  ["room_create", ["channel_management", "channel_create"]],
  ["room_update", ["channel_management", "channel_update"]],
  ["override_set", ["channel_management", "channel_update"]],
  ["room_move", ["channel_management", "channel_move"]],
  ["room_delete", ["channel_management", "channel_delete"]],
  ["message_delete", ["message_moderation", "message_delete"]],
  ["messages_delete", ["message_moderation", "message_delete"]],
  ["attachment_delete", ["message_moderation", "attachment_delete"]],
  ["space_update", ["server_management", "server_update"]],
  ["emoji_create", ["server_management", "emoji_add"]],
  ["webhook_rotate", ["server_management", "webhook_regenerate"]],
]);

const USER_ACTS: ReadonlySet<string> = new Set([
  "ban_add",
  "ban_remove",
  "kick",
  "timeout_set",
  "role_assign",
  "role_unassign",
  "member_update",
]);

interface Entry {
  readonly category: string;
  readonly action: string;
  readonly actor_id: string;
  readonly target_id: string;
  readonly timestamp: number;
}

export const modlog: Rows = {
  modlog_get: async (fields, here) => {
    const { limit = 100, offset = 0, after } = fields;
    if (!isInteger(limit) || limit < 1 || limit > 200) throw new Refusal(TEXTS.badModlogLimit);
    if (!isInteger(offset) || offset < 0) throw new Refusal(TEXTS.badModlogOffset);
    const since = isMissing(fields, "after") ? 0 : after;
    if (typeof since !== "number" || !Number.isFinite(since)) throw new Refusal(TEXTS.badAfter);
    const wished: Partial<Record<keyof Entry, unknown>> = {
      category: fields.category,
      actor_id: fields.actor,
      target_id: fields.target,
      action: fields.action,
    };
    const found = (await entries(here)).filter(
      (entry) =>
        entry.timestamp > since &&
        (Object.keys(wished) as (keyof Entry)[]).every(
          (key) => wished[key] === undefined || wished[key] === null || wished[key] === entry[key],
        ),
    );
    const page = found.slice(offset, offset + limit);
    return { cmd: "modlog_get", entries: page, total: found.length, offset, limit };
  },

  modlog_summary: async (_fields, here) => {
    const all = await entries(here);
    const action_counts: Record<string, number> = {};
    const category_totals: Record<string, number> = {};
    for (const { category, action } of all) {
      const name = `${category}.${action}`;
      action_counts[name] = (action_counts[name] ?? 0) + 1;
      category_totals[category] = (category_totals[category] ?? 0) + 1;
    }
    return { cmd: "modlog_summary", action_counts, category_totals, total: all.length };
  },
};

function isInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

/** The newest entries, newest first. */
async function entries(here: Here): Promise<Entry[]> {
  const all: AuditEntry[] = [];
  for (let i = 0, before: Id | null = null; i < PAGES; i++) {
    const input = { space: here.space, before, limit: PAGE, user: null, action: null };
    const page: Reply<"audit_get"> = await here.ask(
      { type: "audit_get", input },
      { forbidden: TEXTS.noModlog },
    );
    all.push(...page.items);
    const last = page.items.at(-1);
    if (!page.more || last === undefined) break;
    before = last.id;
  }
  const members = new Map((await everybody(here)).map(({ user }) => [user.id, usernameOf(user)]));
  return all.map((entry) => toEntry(entry, members));
}

function toEntry(
  { id, at, by, action, target, after, reason }: AuditEntry,
  members: ReadonlyMap<Id, string>,
) {
  const [category, called] = CALLED.get(action) ?? ["server_management", action];
  const actor = usernameOf(by);
  const name = USER_ACTS.has(action) ? (members.get(target) ?? null) : null;
  return {
    id: uuidOf(id),
    action: called,
    category,
    actor_id: actor,
    actor_name: actor,
    target_id: name ?? uuidOf(target),
    target_name: name,
    details: { ...after, ...(reason === "" ? {} : { reason }) },
    timestamp: seconds(at),
  };
}
