/** One step for every command, in an order in which each finds what it needs. */

import type { Requests } from "../sdk/src/gen/protocol.ts";
import { call, login } from "../sdk/src/http.ts";
import { upload } from "./files-client.ts";
import { register } from "./gateway-client.ts";
import { png } from "./pictures.ts";
import type { Observer } from "./proof-observer.ts";

export interface Cast {
  /** Owns the space and acts. */
  readonly ann: Observer;
  /** A member. */
  readonly bob: Observer;
  /** Sees less: not the room of the inner circle. */
  readonly eve: Observer;
  readonly ids: { readonly ann: number; readonly bob: number; readonly eve: number };
  readonly tokens: { readonly ann: string; readonly bob: string; readonly eve: string };
  readonly url: string;
  readonly room: number;
  readonly space: number;
  /** Ids of what the steps made, by a name. */
  readonly made: Record<string, number>;
}

export interface Step {
  readonly command: keyof Requests;
  readonly says: string;
  readonly run: (cast: Cast) => Promise<void>;
}

/** Commands that change nothing anybody could see in a state. */
export const readsOnly: readonly string[] = [
  "heartbeat",
  "history_get",
  "edits_get",
  "permission_explain",
  "search",
  "members_get",
  "pins_get",
  "threads_get",
  "poll_get",
  "bans_get",
  "invites_get",
  "audit_get",
  "reports_get",
  "automod_test",
  "webhooks_get",
  "webhook_deliveries_get",
  "backends_get",
  "identities_get",
  "instance_health_get",
  "retention_count",
  "pings_get",
  "typing_start",
  "typing_stop",
  "presence_set",
  "subscribe_presence",
  "push_devices_get",
  "push_subscribe",
  "push_unsubscribe",
];

type Who = "ann" | "bob" | "eve";
type Fields = (cast: Cast) => { readonly [field: string]: unknown };

/** A step that sends one request, which must be carried out; `as` names what it made. */
function step(
  who: Who,
  command: keyof Requests,
  fields: Fields,
  says: string = command,
  as: { readonly name: string; readonly of: string } | null = null,
): Step {
  return {
    command,
    says,
    async run(cast) {
      const answer = await cast[who].request({ type: command, ...fields(cast) });
      if (answer.type !== "ok") throw new Error(`${says}: ${JSON.stringify(answer)}`);
      if (as !== null) cast.made[as.name] = (answer[as.of] as { id: number }).id;
    },
  };
}

function message(name: string) {
  return { name, of: "message" };
}

export const steps: readonly Step[] = [
  step("ann", "message_send", ({ room }) => ({ room_id: room, content: "one" }), "a message", message("one")),
  step(
    "bob",
    "message_send",
    ({ room, ids }) => ({ room_id: room, content: `two for <@${ids.ann}>` }),
    "a mention",
    message("two"),
  ),
  step(
    "eve",
    "message_send",
    ({ room, made }) => ({ room_id: room, content: "three", reply_to: made.two }),
    "a reply",
    message("three"),
  ),
  step("bob", "message_edit", ({ made }) => ({ message_id: made.two, content: "two, changed" })),
  step("ann", "reaction_add", ({ made }) => ({ message_id: made.two, emoji: "👍" })),
  step("bob", "reaction_add", ({ made }) => ({ message_id: made.two, emoji: "👍" }), "a second reaction"),
  step("ann", "reaction_remove", ({ made }) => ({ message_id: made.two, emoji: "👍" })),
  step("ann", "previews_remove", ({ made }) => ({ message_id: made.two })),
  step("ann", "room_update", ({ room }) => ({ room_id: room, no_previews: true }), "a room without previews"),
  step("ann", "room_update", ({ room }) => ({ room_id: room, no_previews: false }), "and with them again"),
  step("ann", "pin_add", ({ made }) => ({ message_id: made.one })),
  step("ann", "pin_remove", ({ made }) => ({ message_id: made.one })),
  step("bob", "receipt_mark", ({ room, made }) => ({ room_id: room, message_id: made.two, kind: "read" })),
  step(
    "ann",
    "message_send",
    ({ room }) => ({ room_id: room, content: "four" }),
    "after a mark",
    message("four"),
  ),
  step("ann", "message_delete", ({ made }) => ({ message_id: made.four }), "an unread message is deleted"),
  step("bob", "message_delete", ({ made }) => ({ message_id: made.two }), "a quoted message is deleted"),

  step("ann", "room_create", () => ({ name: "Talk", kind: "category" }), "a category", {
    name: "category",
    of: "room",
  }),
  step(
    "ann",
    "room_create",
    ({ made }) => ({ name: "inner", topic: "secrets", parent_id: made.category }),
    "a room",
    { name: "inner", of: "room" },
  ),
  step("ann", "role_create", () => ({ name: "circle", permissions: ["pin"], color: 0xff_00_00 }), "a role", {
    name: "role",
    of: "role",
  }),
  step("ann", "role_create", () => ({ name: "other", permissions: [] }), "another role", {
    name: "other",
    of: "role",
  }),
  step("ann", "role_update", ({ made }) => ({ role_id: made.role, name: "inner circle", hoisted: true })),
  step("ann", "role_move", ({ made }) => ({ role_id: made.role, position: 1 })),
  step("ann", "role_assign", ({ made, ids }) => ({ role_id: made.role, user_id: ids.bob })),
  step(
    "ann",
    "permission_override_set",
    ({ made, ann }) => ({ room_id: made.inner, role_id: everyone(ann), deny: ["view"] }),
    "hidden from everyone",
  ),
  step(
    "ann",
    "permission_override_set",
    ({ made }) => ({ room_id: made.inner, role_id: made.role, allow: ["view"] }),
    "shown to the circle",
  ),
  step(
    "bob",
    "message_send",
    ({ made }) => ({ room_id: made.inner, content: "psst" }),
    "a secret",
    message("secret"),
  ),
  step(
    "bob",
    "message_forward",
    ({ room, made }) => ({ message_id: made.secret, room_id: room }),
    "forwarded",
    message("forwarded"),
  ),
  step("ann", "room_update", ({ made }) => ({
    room_id: made.inner,
    name: "innermost",
    slow_mode_ms: 1_000,
    archived: true,
  })),
  step("ann", "room_update", ({ made }) => ({ room_id: made.inner, archived: false }), "opened again"),
  step("ann", "room_move", ({ made }) => ({ room_id: made.inner, parent_id: 0, position: 0 })),
  step(
    "ann",
    "permission_override_set",
    ({ made, ids }) => ({ room_id: made.inner, user_id: ids.eve, allow: ["view"] }),
    "shown to one user",
  ),
  step(
    "ann",
    "permission_override_set",
    ({ made, ids }) => ({ room_id: made.inner, user_id: ids.eve }),
    "and hidden again",
  ),
  step("ann", "role_unassign", ({ made, ids }) => ({ role_id: made.role, user_id: ids.bob })),
  step("ann", "role_delete", ({ made }) => ({ role_id: made.other })),
  step("ann", "timeout_set", ({ ids }) => ({ user_id: ids.eve, until: Date.now() + 3_600_000 })),
  step("ann", "timeout_set", ({ ids }) => ({ user_id: ids.eve, until: 0 }), "the timeout ends"),
  step("ann", "messages_delete", ({ room, made }) => ({
    room_id: room,
    message_ids: [made.one, made.three],
  })),
  step(
    "ann",
    "message_send",
    ({ room }) => ({ room_id: room, content: "let us talk" }),
    "a message to talk about",
    message("topic"),
  ),
  step(
    "ann",
    "thread_create",
    ({ room, made }) => ({ room_id: room, message_id: made.topic, name: "Talk", content: "so" }),
    "a thread under a message",
    { name: "thread", of: "room" },
  ),
  step(
    "bob",
    "message_send",
    ({ made }) => ({ room_id: made.thread, content: "yes" }),
    "bob follows by writing",
  ),
  step(
    "bob",
    "message_send",
    ({ made, ids }) => ({ room_id: made.thread, content: `what says <@${ids.eve}>?` }),
    "eve follows by being mentioned",
  ),
  step("ann", "member_remove", ({ made, ids }) => ({ room_id: made.thread, user_id: ids.eve }), "taken out"),
  step("eve", "member_add", ({ made, ids }) => ({ room_id: made.thread, user_id: ids.eve }), "eve follows"),
  step("bob", "message_send", ({ made }) => ({ room_id: made.thread, content: "no" }), "unread there", {
    name: "inThread",
    of: "message",
  }),
  step(
    "eve",
    "receipt_mark",
    ({ made }) => ({ room_id: made.thread, message_id: made.inThread, kind: "read" }),
    "read in a thread",
  ),
  step("bob", "message_delete", ({ made }) => ({ message_id: made.inThread }), "gone from the thread"),
  step(
    "eve",
    "member_remove",
    ({ made, ids }) => ({ room_id: made.thread, user_id: ids.eve }),
    "eve leaves it",
  ),
  step("ann", "thread_update", ({ made }) => ({ room_id: made.thread, name: "Talks", archived: true })),
  step("bob", "message_send", ({ made }) => ({ room_id: made.thread, content: "still" }), "it wakes"),
  step("ann", "thread_update", ({ made }) => ({ room_id: made.thread, locked: true }), "it is locked"),
  step("ann", "room_delete", ({ made }) => ({ room_id: made.thread }), "a thread is deleted"),
  step("ann", "room_create", () => ({ name: "help", kind: "forum", tags: ["open", "done"] }), "a forum", {
    name: "forum",
    of: "room",
  }),
  step(
    "eve",
    "thread_create",
    ({ made }) => ({ room_id: made.forum, name: "How?", content: "tell me", tags: ["open"] }),
    "an entry of the forum",
    { name: "entry", of: "room" },
  ),
  step("eve", "thread_update", ({ made }) => ({ room_id: made.entry, tags: ["done"] }), "another tag"),
  step("ann", "room_update", ({ made }) => ({
    room_id: made.forum,
    tags: ["done"],
    archive_after_ms: 3_600_000,
  })),
  step("ann", "room_delete", ({ made }) => ({ room_id: made.forum }), "the forum with its entries"),
  step(
    "ann",
    "poll_create",
    ({ room }) => ({ room_id: room, question: "Tea?", options: ["yes", "no"], multiple: true }),
    "a poll",
    message("poll"),
  ),
  step("bob", "poll_vote", ({ made }) => ({ message_id: made.poll, option_ids: [1, 2] })),
  step("bob", "poll_vote", ({ made }) => ({ message_id: made.poll, option_ids: [2] }), "another vote"),
  step("eve", "poll_vote", ({ made }) => ({ message_id: made.poll, option_ids: [2] }), "a second voter"),
  step("eve", "poll_vote", ({ made }) => ({ message_id: made.poll }), "who takes it back"),
  step("ann", "poll_end", ({ made }) => ({ message_id: made.poll })),
  step("ann", "space_update", ({ space }) => ({ space_id: space, name: "Our place", description: "Here" })),
  step(
    "ann",
    "space_update",
    ({ room }) => ({ default_room_id: room, slug: "ours" }),
    "the same default room",
  ),
  step("ann", "room_create", () => ({ name: "lounge", kind: "voice" }), "a voice room", {
    name: "lounge",
    of: "room",
  }),
  step("ann", "voice_join", ({ made }) => ({ room_id: made.lounge })),
  step("bob", "voice_join", ({ made }) => ({ room_id: made.lounge, self_muted: true }), "another comes"),
  step("bob", "voice_update", () => ({ self_muted: false, streaming: true })),
  step("ann", "voice_signal", ({ made, ids }) => ({
    room_id: made.lounge,
    user_id: ids.bob,
    kind: "offer",
    data: "v=0",
  })),
  step("ann", "voice_move", ({ ids }) => ({ user_id: ids.bob, muted: true })),
  step("ann", "voice_move", ({ ids }) => ({ user_id: ids.bob, room_id: 0 }), "somebody is put out"),
  step("ann", "voice_leave", () => ({})),
  step("ann", "dialog_open", ({ ids }) => ({ user_id: ids.bob }), "a dialog for calls", {
    name: "line",
    of: "room",
  }),
  step("ann", "call_start", ({ made }) => ({ room_id: made.line }), "it rings", { name: "call", of: "call" }),
  step("bob", "call_accept", ({ made }) => ({ call_id: made.call })),
  step("bob", "call_end", ({ made }) => ({ call_id: made.call })),
  step("ann", "call_start", ({ made }) => ({ room_id: made.line, video: true }), "it rings again", {
    name: "call",
    of: "call",
  }),
  step("bob", "call_decline", ({ made }) => ({ call_id: made.call })),
  step("ann", "space_update", () => ({ legal_hold: true }), "a legal hold"),
  step("ann", "space_create", () => ({ name: "Another", slug: "another" }), "a further space", {
    name: "another",
    of: "space",
  }),
  step("ann", "spaces_get", () => ({}), "the list of one's own"),
  step(
    "ann",
    "room_update",
    ({ room }) => ({ room_id: room, retention_ms: 3_600_000 }),
    "a room's retention",
  ),
  step("ann", "space_update", () => ({ retention_ms: 86_400_000 }), "the space's retention"),
  step("ann", "space_update", () => ({ retention_ms: 0 }), "and its end"),
  step("bob", "pings_clear", () => ({})),
  step("ann", "role_update", ({ made }) => ({ role_id: made.role, category: "colours", exclusive: true })),
  step("eve", "report_create", ({ ids }) => ({ user_id: ids.bob, reason: "noise" }), "a report", {
    name: "report",
    of: "report",
  }),
  step("ann", "report_resolve", ({ made }) => ({ report_id: made.report, state: "taken" })),
  step(
    "ann",
    "automod_set",
    () => ({ rule: { name: "words", enabled: true, action: "delete", words: ["bad*"] } }),
    "a rule",
    { name: "rule", of: "rule" },
  ),
  step(
    "bob",
    "message_send",
    ({ room }) => ({ room_id: room, content: "a badge" }),
    "a message that a rule removes",
  ),
  step("ann", "automod_set", ({ made }) => ({ remove_id: made.rule }), "the rule is removed"),
  step(
    "ann",
    "webhook_create",
    ({ room }) => ({ kind: "outgoing", name: "out", url: "https://hooks.example/", room_id: room }),
    "a webhook",
    { name: "webhook", of: "webhook" },
  ),
  step("ann", "webhook_update", ({ made }) => ({ webhook_id: made.webhook, name: "further out" })),
  step("ann", "webhook_rotate", ({ made }) => ({ webhook_id: made.webhook })),
  step("ann", "webhook_retry", ({ made }) => ({ webhook_id: made.webhook })),
  step("ann", "webhook_delete", ({ made }) => ({ webhook_id: made.webhook })),
  step("ann", "backend_link", ({ room }) => ({ backend: "quiet", room_id: room, name: "#town" })),
  step("ann", "backend_room_create", () => ({ backend: "quiet", name: "#new" })),
  step("ann", "backend_restart", () => ({ backend: "quiet" })),
  step("ann", "backend_unlink", ({ room }) => ({ backend: "quiet", room_id: room })),
  step("ann", "space_update", () => ({ locked_down: true }), "a lock-down"),
  step("ann", "space_update", () => ({ locked_down: false }), "and its end"),
  step("ann", "room_delete", ({ made }) => ({ room_id: made.inner })),

  step("ann", "dialog_open", ({ ids }) => ({ user_id: ids.bob }), "a dialog", { name: "dialog", of: "room" }),
  step(
    "ann",
    "message_send",
    ({ made }) => ({ room_id: made.dialog, content: "just us" }),
    "in the dialog",
    message("direct"),
  ),
  step(
    "bob",
    "receipt_mark",
    ({ made }) => ({ room_id: made.dialog, message_id: made.direct, kind: "read" }),
    "read in the dialog",
  ),
  step("ann", "dialog_open", ({ ids }) => ({ user_id: ids.ann }), "notes", { name: "notes", of: "room" }),
  step("ann", "group_create", ({ ids }) => ({ name: "trip", user_ids: [ids.bob] }), "a group", {
    name: "group",
    of: "room",
  }),
  step("ann", "member_add", ({ made, ids }) => ({ room_id: made.group, user_id: ids.eve })),
  step("eve", "message_send", ({ made }) => ({ room_id: made.group, content: "thanks" }), "in the group"),
  step("ann", "member_remove", ({ made, ids }) => ({ room_id: made.group, user_id: ids.eve })),
  step("bob", "notification_set", ({ room }) => ({
    setting: { room_id: room, level: "none" },
    quiet_hours: { from_minute: 1320, to_minute: 420, time_zone: "Europe/Athens" },
  })),
  step("bob", "user_block", ({ ids }) => ({ user_id: ids.eve })),
  step("bob", "user_unblock", ({ ids }) => ({ user_id: ids.eve })),

  step("ann", "invite_create", () => ({ max_uses: 2 }), "an invite", { name: "invite", of: "invite" }),
  step("ann", "invite_delete", ({ made }) => ({ invite_id: made.invite })),

  step("ann", "invite_create", () => ({}), "an invite for zoe", { name: "way", of: "invite" }),
  {
    command: "emoji_create",
    says: "an emoji",
    async run(cast) {
      const { id } = await upload(cast.url, cast.tokens.ann, png(8, 8), { name: "wave.png" });
      const answer = await carriedOut(cast.ann, { type: "emoji_create", name: "wave", attachment_id: id });
      cast.made.emoji = (answer.emoji as { id: number }).id;
    },
  },
  {
    command: "profile_update",
    says: "somebody says who they are, in rooms, in a dialog and as who made an emoji",
    async run({ ann, url, tokens }) {
      const { id } = await upload(url, tokens.ann, png(9, 9), { name: "me.png" });
      const fields = [{ name: "pronouns", value: "she" }];
      const lines = { bio: "I **am**", status_text: "here", color: 0xff_00_00, fields };
      await carriedOut(ann, {
        type: "profile_update",
        name: "Ann B.",
        nickname: "annie",
        avatar_id: id,
        ...lines,
      });
    },
  },
  step("ann", "profile_update", () => ({ avatar_id: 0, cleared: ["fields"] }), "less of it"),
  step("ann", "member_update", ({ ids }) => ({ user_id: ids.bob, nickname: "bobby" })),
  {
    command: "space_update",
    says: "an icon",
    async run({ ann, url, tokens, space }) {
      const { id } = await upload(url, tokens.ann, png(10, 10), { name: "icon.png" });
      await carriedOut(ann, { type: "space_update", space_id: space, icon_id: id });
    },
  },
  step(
    "bob",
    "command_register",
    () => ({
      name: "roll",
      description: "Roll dice",
      options: [{ name: "sides", kind: "integer", min: "2" }],
    }),
    "a slash command",
    { name: "roll", of: "command" },
  ),
  step("bob", "command_register", () => ({ name: "flip", description: "A coin" }), "another", {
    name: "flip",
    of: "command",
  }),
  step("bob", "command_register", () => ({ name: "flip", description: "One coin" }), "in other words"),
  {
    command: "command_call",
    says: "a slash command is used",
    async run(cast) {
      const answer = await carriedOut(cast.ann, {
        type: "command_call",
        room_id: cast.room,
        name: "roll",
        arguments: [{ name: "sides", value: "6" }],
      });
      cast.made.use = answer.call_id as number;
    },
  },
  step("bob", "command_answer", ({ made }) => ({ call_id: made.use, content: "4" })),
  step("ann", "command_unregister", ({ made }) => ({ command_id: made.roll })),
  step("ann", "emoji_update", ({ made }) => ({ emoji_id: made.emoji, name: "hello" })),
  step("ann", "emoji_delete", ({ made }) => ({ emoji_id: made.emoji })),
  {
    command: "kick",
    says: "somebody comes and is removed",
    async run(cast) {
      const { user, token } = await register(cast.url, "zoe");
      cast.made.zoe = user.id;
      await call(cast.url, "POST", `/api/v1/rooms/${cast.room}/messages`, { content: "hello" }, token);
      await carriedOut(cast.ann, { type: "kick", user_id: user.id });
    },
  },
  {
    command: "invite_use",
    says: "and comes back by an invite",
    async run({ ann, url }) {
      const { invites } = await carriedOut(ann, { type: "invites_get" });
      const [{ code }] = invites as [{ code: string }];
      const { token } = await login(url, { handle: "zoe", password: "correct horse" });
      await call(url, "POST", "/api/v1/invites/use", { code }, token);
    },
  },
  step("ann", "ban_add", ({ made }) => ({ user_id: made.zoe, reason: "noise" })),
  step("ann", "ban_remove", ({ made }) => ({ user_id: made.zoe })),
  {
    command: "space_leave",
    says: "somebody comes and leaves",
    async run({ url, space }) {
      const { token } = await register(url, "yan");
      await call(url, "POST", `/api/v1/spaces/${space}/leave`, {}, token);
    },
  },
];

function everyone(observer: Observer): number {
  const role = Object.values(observer.state().roles).find(({ position }) => position === 0);
  return role?.id ?? 0;
}

async function carriedOut(observer: Observer, request: { type: keyof Requests; [field: string]: unknown }) {
  const answer = await observer.request(request);
  if (answer.type !== "ok") throw new Error(`${request.type}: ${JSON.stringify(answer)}`);
  return answer;
}
