/**
 * Permission as a table: a command, and how it is answered when it is given by the owner, an administrator, a
 * moderator, a member, a timed-out member, somebody banned, an outsider and a bot, in this order. The owner of
 * another space is answered as the outsider is; where not, theirs is a ninth answer.
 *
 * Whoever adds a command adds rows: with what everybody may see, with what is hidden, with what is not there.
 */

import type { Command, CommandType } from "../src/core/commands.ts";
import type { Id } from "../src/core/model/ids.ts";
import { NOW, type World } from "./permission-world.ts";

export interface Row {
  readonly type: CommandType;
  readonly title: string;
  readonly input: (world: World, me: Id) => object;
  /** One word for each standing: "ok", or the code of the fault. */
  readonly answers: string;
}

function row<T extends CommandType>(
  type: T,
  title: string,
  input: (world: World, me: Id) => Command<T>["input"],
  answers: string,
): Row {
  return { type, title, input, answers };
}

const of = (map: ReadonlyMap<Id, Id>, me: Id): Id => map.get(me) ?? 0;

const FULL =
  "limit_reached limit_reached limit_reached limit_reached limit_reached limit_reached limit_reached limit_reached";

const limits = { userBytes: 1_000, instanceBytes: 100_000 };
const file = { name: "file", description: "", spoiler: false };

function stored(upload: Id | null) {
  const image = { mediaType: "image/png", width: 1, height: 1, animated: false, thumbnail: null };
  return { ...file, upload, key: "key", hash: "hash", size: 10, ...image, limits };
}

const newRoom = { topic: "", overrides: [], slowMode: 0, userLimit: 0 };
const newRole = { color: 0, hoisted: false, mentionable: false, selfAssignable: false, category: "" };
const sameRole = {
  name: null,
  permissions: null,
  color: null,
  hoisted: null,
  mentionable: null,
  selfAssignable: null,
  category: null,
};
const sameSpace = {
  name: null,
  description: null,
  owner: null,
  icon: null,
  slug: null,
  defaultRoom: null,
  lockedDown: null,
  retention: null,
  legalHold: null,
};
const sameRoom = { name: null, topic: null, slowMode: null, archived: null, userLimit: null, owner: null };

const sameWebhook = { name: null, room: null, url: null, events: null, avatar: null, disabled: null };
const newWebhook = (space: Id, room: Id | null) => ({
  space,
  room,
  kind: "outgoing" as const,
  name: "hook",
  url: "https://hooks.example/2",
  events: [],
  avatar: 0,
});

// Answers that recur. Those outside of the space see none of it.
const MEMBERS = "ok ok ok ok ok not_found not_found ok";
const ACTIVE = "ok ok ok ok forbidden not_found not_found ok";
const MODERATORS = "ok ok ok forbidden forbidden not_found not_found forbidden";
const ADMINISTRATORS = "ok ok forbidden forbidden forbidden not_found not_found forbidden";
const OWNER = "ok forbidden forbidden forbidden forbidden not_found not_found forbidden";
const SECRET = "ok ok ok not_found not_found not_found not_found not_found";
/** People alone: a bot is nobody elsewhere. */
const IDENTITY = "ok ok ok ok ok not_found not_found forbidden";
const NO_BRIDGE = "not_found not_found forbidden forbidden forbidden not_found not_found forbidden";
const NOBODY = "not_found not_found not_found not_found not_found not_found not_found not_found";
const FORBIDDEN = "forbidden forbidden forbidden forbidden forbidden not_found not_found forbidden";
// Those who may act find nothing; who is timed out may not even look for it.
const NONE = "not_found not_found not_found not_found forbidden not_found not_found not_found";
const UNCHANGED = "invalid invalid invalid invalid forbidden not_found not_found invalid";
const UNFIT = "invalid invalid invalid invalid invalid invalid invalid invalid";
const INVALID = "invalid invalid invalid invalid invalid invalid invalid invalid";
const INVALID_ROOM = "invalid invalid invalid invalid forbidden not_found not_found invalid";
const HIDDEN_TEXT = "invalid invalid invalid not_found not_found not_found not_found not_found";
const MODERATORS_NOT_FOUND =
  "not_found not_found not_found forbidden forbidden not_found not_found forbidden";
const SIGNAL = "not_found not_found not_found not_found forbidden not_found not_found not_found";
const EVERYBODY = "ok ok ok ok ok ok ok ok";
const PEOPLE = "ok ok ok ok ok ok ok forbidden";

// The bot does not see the room either.
const HIDDEN_BOT = "forbidden forbidden forbidden not_found not_found not_found not_found not_found";

const newDevice = { endpoint: "https://push.example.org/x", p256dh: "", auth: "", name: "" };
const newCommand = { name: "new", description: "", options: [], permission: "", rooms: [] };
const answer = { text: "here", onlyCaller: false, attachments: [] };

function use(room: Id) {
  return { room, name: "", command: null, arguments: [], nonce: null };
}

function whom(user: Id) {
  return [{ name: "user", value: String(user) }];
}

const followers = { after: null, limit: 10, prefix: "", role: null };
const spaceChange = (space: Id, changed: Partial<Command<"space_update">["input"]>) => ({
  space,
  ...sameSpace,
  ...changed,
});
const notified = (room: Id) => ({ setting: { room, level: "all" as const, mutedUntil: 0 }, quiet: null });
const voice = (room: Id) => ({ room, selfMuted: false, selfDeafened: false });
const sameVoice = { selfMuted: null, selfDeafened: null, streaming: null, camera: null };
const sameMove = { room: null, muted: null, deafened: null };
const signal = (room: Id, user: Id) => ({ room, user, kind: "offer" as const, data: "" });
const message = (room: Id) => ({ room, text: "hello", nonce: null, replyTo: null });
const newThread = { name: "talk", under: null, text: "", attachments: [], tags: [], nonce: null };
const sameThread = { name: null, archived: null, locked: null, slowMode: null, tags: null };
const newPoll = {
  question: "Tea?",
  options: ["yes", "no"],
  multiple: false,
  anonymous: false,
  ends: 0,
  nonce: null,
};
const voters = { option: 1, after: null, limit: 10 };
const listed = { archived: false, tag: null, before: null, limit: 10 };
const page = { before: null, after: null, around: null, limit: 10 };
const numbered = (room: Id) => ({ room, from: 0, to: 10, keep: "last" as const, limit: 10 });

const noReport = { message: null, user: null, reason: "spam" };
const report = (about: Partial<Command<"report_create">["input"]>) => ({ space: 1, ...noReport, ...about });
const newRule = {
  id: null,
  name: "words",
  enabled: true,
  action: "refuse" as const,
  words: ["bad"],
  links: [],
  allowedLinks: [],
  maxMentions: 0,
  dryRun: false,
  timeoutMs: 0,
  rooms: [],
  exemptRooms: [],
  exemptRoles: [],
  names: false,
};

export const rows: readonly Row[] = [
  row("message_send", "to a room for all", (w) => message(w.room), ACTIVE),
  row("message_send", "to a hidden room", (w) => message(w.secret), SECRET),
  row("message_send", "to no room", (w) => message(w.nothing), NOBODY),
  row("message_send", "to a category", (w) => message(w.category), FORBIDDEN),
  row("message_send", "to one's group", (w, me) => message(of(w.groups, me)), EVERYBODY),
  row("message_send", "to another's group", (w) => message(w.closedGroup), NOBODY),
  row("message_edit", "one's own", (w, me) => ({ message: of(w.own, me), text: "new" }), ACTIVE),
  row("message_edit", "another's", (w) => ({ message: w.theirs, text: "new" }), FORBIDDEN),
  row(
    "message_edit",
    "a hidden one",
    (w) => ({ message: w.hidden, text: "new" }),
    "forbidden forbidden forbidden not_found not_found not_found not_found not_found",
  ),
  row("message_delete", "one's own", (w, me) => ({ message: of(w.own, me) }), ACTIVE),
  row("message_delete", "another's", (w) => ({ message: w.theirs }), MODERATORS),
  row("message_delete", "a hidden one", (w) => ({ message: w.hidden }), SECRET),
  row("message_delete", "none", (w) => ({ message: w.nothing }), NOBODY),
  row(
    "messages_delete",
    "one's own and another's",
    (w, me) => ({ room: w.room, messages: [of(w.own, me), w.theirs] }),
    MODERATORS,
  ),
  row("messages_delete", "hidden", (w) => ({ room: w.secret, messages: [w.hidden] }), SECRET),
  row("messages_delete", "of another room", (w) => ({ room: w.side, messages: [w.theirs] }), NOBODY),
  row(
    "message_forward",
    "to a room for all",
    (w) => ({ message: w.theirs, room: w.side, comment: "", nonce: null }),
    ACTIVE,
  ),
  row(
    "message_forward",
    "a hidden one",
    (w) => ({ message: w.hidden, room: w.side, comment: "", nonce: null }),
    SECRET,
  ),
  row(
    "message_forward",
    "to a hidden room",
    (w) => ({ message: w.theirs, room: w.secret, comment: "", nonce: null }),
    SECRET,
  ),
  row("message_send", "to a thread", (w) => message(w.thread), ACTIVE),
  row("message_send", "to a hidden thread", (w) => message(w.hiddenThread), SECRET),
  row("poll_create", "in a room for all", (w) => ({ room: w.room, ...newPoll }), ACTIVE),
  row("poll_create", "in a hidden room", (w) => ({ room: w.secret, ...newPoll }), SECRET),
  row("poll_create", "in a category", (w) => ({ room: w.category, ...newPoll }), FORBIDDEN),
  row("poll_vote", "in a room for all", (w) => ({ message: w.poll, options: [1] }), ACTIVE),
  row("poll_vote", "in a hidden room", (w) => ({ message: w.hiddenPoll, options: [1] }), SECRET),
  row("poll_vote", "on no poll", (w) => ({ message: w.theirs, options: [1] }), NOBODY),
  row("poll_end", "one's own", (w, me) => ({ message: of(w.polls, me) }), ACTIVE),
  row("poll_end", "another's", (w) => ({ message: w.poll }), MODERATORS),
  row("poll_end", "a hidden one", (w) => ({ message: w.hiddenPoll }), SECRET),
  row("poll_get", "in a room for all", (w) => ({ message: w.poll, ...voters }), MEMBERS),
  row(
    "poll_get",
    "the voters of an anonymous one",
    (w) => ({ message: w.anonymousPoll, ...voters }),
    FORBIDDEN,
  ),
  row("poll_get", "in a hidden room", (w) => ({ message: w.hiddenPoll, ...voters }), SECRET),
  row("message_edit", "one's own poll", (w, me) => ({ message: of(w.polls, me), text: "new" }), UNCHANGED),
  row("thread_create", "in a room for all", (w) => ({ room: w.room, ...newThread }), ACTIVE),
  row("thread_create", "under a message", (w) => ({ room: w.room, ...newThread, under: w.theirs }), ACTIVE),
  row("thread_create", "under a hidden one", (w) => ({ room: w.room, ...newThread, under: w.hidden }), NONE),
  row("thread_create", "in a hidden room", (w) => ({ room: w.secret, ...newThread }), SECRET),
  row(
    "thread_create",
    "in a category",
    (w) => ({ room: w.category, ...newThread }),
    "invalid invalid invalid invalid forbidden not_found not_found invalid",
  ),
  row("thread_create", "in one's group", (w, me) => ({ room: of(w.groups, me), ...newThread }), UNFIT),
  row("thread_update", "one's own", (w, me) => ({ room: of(w.threads, me), ...sameThread }), ACTIVE),
  row("thread_update", "another's", (w) => ({ room: w.thread, ...sameThread }), MODERATORS),
  row(
    "thread_update",
    "locks one's own",
    (w, me) => ({ room: of(w.threads, me), ...sameThread, locked: true }),
    MODERATORS,
  ),
  row("thread_update", "a hidden one", (w) => ({ room: w.hiddenThread, ...sameThread }), SECRET),
  row("thread_update", "a room", (w) => ({ room: w.room, ...sameThread }), NOBODY),
  row("threads_get", "of a room for all", (w) => ({ room: w.room, ...listed }), MEMBERS),
  row("threads_get", "of a hidden room", (w) => ({ room: w.secret, ...listed }), SECRET),
  row(
    "threads_get",
    "after a hidden one",
    (w) => ({ room: w.room, ...listed, before: w.hiddenThread }),
    NOBODY,
  ),
  row("room_update", "a thread", (w) => ({ room: w.thread, ...sameRoom }), NOBODY),
  row(
    "room_move",
    "a thread",
    (w) => ({ room: w.thread, position: 0, parent: null }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row("room_delete", "one's own thread", (w, me) => ({ room: of(w.threads, me) }), ACTIVE),
  row("room_delete", "another's thread", (w) => ({ room: w.thread }), MODERATORS),
  row("room_delete", "a hidden thread", (w) => ({ room: w.hiddenThread }), SECRET),
  row("member_add", "oneself to a thread", (w, me) => ({ room: w.thread, user: me }), MEMBERS),
  row("member_add", "another to a thread", (w) => ({ room: w.thread, user: w.keeper }), ACTIVE),
  row("member_add", "oneself to a hidden thread", (w, me) => ({ room: w.hiddenThread, user: me }), SECRET),
  row("member_add", "somebody who is gone to a thread", (w) => ({ room: w.thread, user: w.exiled }), NONE),
  row("member_remove", "another from a thread", (w) => ({ room: w.thread, user: w.victim }), MODERATORS),
  row("member_remove", "oneself from a thread", (w, me) => ({ room: of(w.threads, me), user: me }), MEMBERS),
  row("members_get", "of a thread", (w) => ({ space: w.space, room: w.thread, ...followers }), MEMBERS),
  row(
    "members_get",
    "of a hidden thread",
    (w) => ({ space: w.space, room: w.hiddenThread, ...followers }),
    SECRET,
  ),
  row("history_get", "of a room for all", (w) => ({ room: w.room, ...page }), MEMBERS),
  row("history_get", "of a hidden room", (w) => ({ room: w.secret, ...page }), SECRET),
  row("history_get", "around a hidden message", (w) => ({ room: w.room, ...page, around: w.hidden }), NOBODY),
  ...(["room", "secret"] as const).map((room) =>
    row(
      "drawer_fill",
      `of the ${room}`,
      (w) => ({ dialect: "test", space: w.space, of: "room", subject: w[room], value: "{}" }),
      room === "room" ? ADMINISTRATORS : "ok ok forbidden not_found not_found not_found not_found not_found",
    ),
  ),
  row(
    "drawer_fill",
    "of the space",
    (w) => ({ dialect: "test", space: w.space, of: "space", subject: w.space, value: "{}" }),
    ADMINISTRATORS,
  ),
  row("room_get", "for all", (w) => ({ room: w.room }), MEMBERS),
  row("room_get", "that is hidden", (w) => ({ room: w.secret }), SECRET),
  row("reactors_get", "of a room for all", (w) => ({ room: w.room, messages: [w.theirs] }), MEMBERS),
  row("reactors_get", "of a hidden room", (w) => ({ room: w.secret, messages: [w.hidden] }), SECRET),
  row("messages_count", "of a space", (w) => ({ space: w.space, thread: null }), MEMBERS),
  row("room_enter", "for all", (w) => ({ room: w.room, limit: 10 }), MEMBERS),
  row("room_enter", "that is hidden", (w) => ({ room: w.secret, limit: 10 }), SECRET),
  row("edits_get", "of a message", (w) => ({ message: w.theirs, before: null, limit: 10 }), MEMBERS),
  row("edits_get", "of a hidden message", (w) => ({ message: w.hidden, before: null, limit: 10 }), SECRET),
  row("previews_remove", "of one's own message", (w, me) => ({ message: of(w.own, me) }), ACTIVE),
  row("previews_remove", "of another's message", (w) => ({ message: w.theirs }), MODERATORS),
  row("previews_remove", "of a hidden message", (w) => ({ message: w.hidden }), SECRET),
  row("pin_add", "a message", (w) => ({ message: w.theirs }), MODERATORS),
  row("pin_add", "a hidden message", (w) => ({ message: w.hidden }), SECRET),
  row("pin_remove", "a message", (w) => ({ message: w.theirs }), MODERATORS),
  row("pins_get", "of a room for all", (w) => ({ room: w.room, before: null, limit: 10 }), MEMBERS),
  row("pins_get", "of a hidden room", (w) => ({ room: w.secret, before: null, limit: 10 }), SECRET),
  row("search", "in the space", (w) => searched(w, null), MEMBERS),
  row("search", "in a hidden room", (w) => searched(w, w.secret), SECRET),
  row("search", "in another's group", (w) => searched(w, w.closedGroup), NOBODY),
  row(
    "receipt_mark",
    "a message",
    (w) => ({ room: w.room, message: w.theirs, kind: "read" as const }),
    MEMBERS,
  ),
  row(
    "receipt_mark",
    "a hidden message",
    (w) => ({ room: w.secret, message: w.hidden, kind: "read" as const }),
    SECRET,
  ),
  row(
    "receipt_mark",
    "a hidden message in a room for all",
    (w) => ({ room: w.room, message: w.hidden, kind: "read" as const }),
    NOBODY,
  ),
  row("reaction_add", "to a message", (w) => ({ message: w.theirs, emoji: "👍" }), ACTIVE),
  row("reaction_add", "to a hidden message", (w) => ({ message: w.hidden, emoji: "👍" }), SECRET),
  row("reaction_remove", "from a message", (w) => ({ message: w.theirs, emoji: "👍" }), MEMBERS),
  row("reaction_remove", "from a hidden message", (w) => ({ message: w.hidden, emoji: "👍" }), SECRET),
  row("typing_start", "in a room for all", (w) => ({ room: w.room }), ACTIVE),
  row("typing_start", "in a hidden room", (w) => ({ room: w.secret }), SECRET),
  row("typing_stop", "in a room for all", (w) => ({ room: w.room }), ACTIVE),
  row("typing_to", "a member", (w) => ({ user: w.victim, stop: false }), EVERYBODY),
  row("typing_to", "nobody", (w) => ({ user: w.nothing, stop: false }), NOBODY),
  row("receipt_reach", "in a room for all", (w) => ({ room: w.room, n: 1, kind: "read" as const }), MEMBERS),
  row("receipt_reach", "in a hidden room", (w) => ({ room: w.secret, n: 1, kind: "read" as const }), SECRET),
  row(
    "receipt_reach",
    "in another's group",
    (w) => ({ room: w.closedGroup, n: null, kind: "read" as const }),
    NOBODY,
  ),
  row("receipts_collect", "one's own", () => ({}), EVERYBODY),
  row("unread_get", "in a room for all", (w) => ({ room: w.room }), MEMBERS),
  row("unread_get", "in a hidden room", (w) => ({ room: w.secret }), SECRET),
  row("chats_get", "in the space", (w) => ({ space: w.space }), MEMBERS),
  row("chat_get", "a room for all", (w) => ({ room: w.room }), MEMBERS),
  row("chat_get", "a hidden room", (w) => ({ room: w.secret }), SECRET),
  row("chat_get", "another's group", (w) => ({ room: w.closedGroup }), NOBODY),
  row("chat_find", "a room for all", (w) => ({ of: "room" as const, id: w.room }), MEMBERS),
  row("chat_find", "a hidden room", (w) => ({ of: "room" as const, id: w.secret }), SECRET),
  row("chat_find", "with a member", (w) => ({ of: "user" as const, id: w.victim }), EVERYBODY),
  row("chat_find", "with nobody", (w) => ({ of: "user" as const, id: w.nothing }), NOBODY),
  row("conversation_get", "of a room for all", (w) => numbered(w.room), MEMBERS),
  row("conversation_get", "of a hidden room", (w) => numbered(w.secret), SECRET),
  row("conversation_get", "of another's group", (w) => numbered(w.closedGroup), NOBODY),
  row("entries_get", "of a message", (w) => ({ room: w.room, message: w.theirs }), MEMBERS),
  row("entries_get", "of a hidden room", (w) => ({ room: w.secret, message: w.hidden }), SECRET),
  row("people_get", "members", (w) => ({ users: [w.victim] }), EVERYBODY),
  row("person_find", "a handle", () => ({ handle: "victim" }), EVERYBODY),
  row("person_find", "a handle that nobody has", () => ({ handle: "nobody at all" }), EVERYBODY),
  row("name_parts", "", () => ({ first: "A", last: "B" }), EVERYBODY),
  row("contact_put", "a number", () => ({ key: "k", number: "+491", first: "A", last: "B" }), EVERYBODY),
  row("contact_delete", "one that is not there", () => ({ key: "none" }), EVERYBODY),
  row("contacts_get", "", () => ({}), EVERYBODY),
  row("phone_find", "a number that nobody has", () => ({ number: "+491" }), EVERYBODY),
  row("phone_book_put", "", () => ({ entries: [], replace: true }), EVERYBODY),
  row("mutual_numbers", "", () => ({ numbers: ["+491"] }), EVERYBODY),
  row(
    "attachment_delete",
    "one's own that nothing uses",
    (_, me) => ({ key: `picture of ${me}` }),
    EVERYBODY,
  ),
  row(
    "attachment_delete",
    "another's that nothing uses",
    (w) => ({ key: `picture of ${w.victim}` }),
    "forbidden forbidden forbidden forbidden forbidden forbidden forbidden forbidden",
  ),
  row("attachment_delete", "of one's own message", (_, me) => ({ key: `shown by ${me}` }), ACTIVE),
  row("attachment_delete", "of another's message", () => ({ key: "shown" }), MODERATORS),
  row("attachment_delete", "of a hidden message", () => ({ key: "concealed" }), SECRET),
  row("uploads_by_key", "unknown ones", () => ({ keys: ["key"] }), EVERYBODY),

  row(
    "room_create",
    "a text room",
    (w) => ({ space: w.space, kind: "text", name: "new", parent: w.category, ...newRoom }),
    ADMINISTRATORS,
  ),
  row(
    "room_create",
    "in no category",
    (w) => ({ space: w.space, kind: "text", name: "new", parent: w.room, ...newRoom }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row("room_update", "a room for all", (w) => ({ room: w.side, ...sameRoom, topic: "new" }), ADMINISTRATORS),
  row(
    "room_update",
    "a hidden room",
    (w) => ({ room: w.secret, ...sameRoom, topic: "new" }),
    "ok ok forbidden not_found not_found not_found not_found not_found",
  ),
  row(
    "room_update",
    "one's group",
    (w, me) => ({ room: of(w.groups, me), ...sameRoom, name: "new" }),
    EVERYBODY,
  ),
  row("room_update", "another's group", (w) => ({ room: w.closedGroup, ...sameRoom, name: "x" }), NOBODY),
  row(
    "room_move",
    "into a category",
    (w) => ({ room: w.side, position: 0, parent: w.category }),
    ADMINISTRATORS,
  ),
  row("room_move", "one's group", (w, me) => ({ room: of(w.groups, me), position: 0 }), NOBODY),
  row("room_delete", "a room", (w) => ({ room: w.side }), ADMINISTRATORS),
  row("room_delete", "the default room", (w) => ({ room: w.room }), FORBIDDEN),
  row(
    "room_delete",
    "a hidden room",
    (w) => ({ room: w.secret }),
    "ok ok forbidden not_found not_found not_found not_found not_found",
  ),
  row("room_delete", "one's group", (w, me) => ({ room: of(w.groups, me) }), NOBODY),
  row(
    "permission_override_set",
    "for everyone",
    (w) => ({ room: w.side, override: { of: "role", target: w.everyone, allow: [], deny: ["send"] } }),
    ADMINISTRATORS,
  ),
  row(
    "permission_override_set",
    "for the administrators",
    (w) => ({ room: w.side, override: { of: "role", target: w.administrators, allow: [], deny: ["send"] } }),
    OWNER,
  ),
  row(
    "permission_override_set",
    "for the owner",
    (w) => ({ room: w.side, override: { of: "user", target: w.users.owner, allow: [], deny: ["send"] } }),
    FORBIDDEN,
  ),
  row(
    "permission_override_set",
    "for a stranger",
    (w) => ({ room: w.side, override: { of: "user", target: w.users.outsider, allow: ["send"], deny: [] } }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),

  row(
    "role_create",
    "a role",
    (w) => ({ space: w.space, name: "new", permissions: ["send"], ...newRole }),
    ADMINISTRATORS,
  ),
  row(
    "role_update",
    "a low role",
    (w) => ({ space: w.space, role: w.low, ...sameRole, name: "x" }),
    ADMINISTRATORS,
  ),
  row(
    "role_update",
    "everyone's",
    (w) => ({ space: w.space, role: w.everyone, ...sameRole, name: "x" }),
    ADMINISTRATORS,
  ),
  row(
    "role_update",
    "the highest",
    (w) => ({ space: w.space, role: w.administrators, ...sameRole, name: "x" }),
    OWNER,
  ),
  row("role_move", "a low role", (w) => ({ space: w.space, role: w.low, position: 2 }), ADMINISTRATORS),
  row("role_move", "above the highest", (w) => ({ space: w.space, role: w.low, position: 6 }), OWNER),
  row("role_delete", "a low role", (w) => ({ space: w.space, role: w.low }), ADMINISTRATORS),
  row("role_delete", "the highest", (w) => ({ space: w.space, role: w.administrators }), OWNER),
  row("role_delete", "everyone's", (w) => ({ space: w.space, role: w.everyone }), FORBIDDEN),
  row("role_assign", "to a member", (w) => ({ space: w.space, user: w.victim, role: w.low }), ADMINISTRATORS),
  row(
    "role_assign",
    "the highest",
    (w) => ({ space: w.space, user: w.victim, role: w.administrators }),
    OWNER,
  ),
  row("role_assign", "everyone's", (w) => ({ space: w.space, user: w.victim, role: w.everyone }), FORBIDDEN),
  row(
    "role_assign",
    "a free one to oneself",
    (w, me) => ({ space: w.space, user: me, role: w.free }),
    ACTIVE,
  ),
  row(
    "role_assign",
    "a free one to another",
    (w) => ({ space: w.space, user: w.victim, role: w.free }),
    ADMINISTRATORS,
  ),
  row(
    "role_assign",
    "the highest to oneself",
    (w, me) => ({ space: w.space, user: me, role: w.administrators }),
    OWNER,
  ),
  row(
    "role_unassign",
    "from an administrator",
    (w) => ({ space: w.space, user: w.users.administrator, role: w.administrators }),
    OWNER,
  ),
  row(
    "role_unassign",
    "from a moderator",
    (w) => ({ space: w.space, user: w.users.moderator, role: w.moderators }),
    ADMINISTRATORS,
  ),

  row(
    "members_get",
    "of the space",
    (w) => ({ space: w.space, room: null, after: null, limit: 10, prefix: "", role: null }),
    MEMBERS,
  ),
  row(
    "members_get",
    "of a hidden room",
    (w) => ({ space: w.space, room: w.secret, after: null, limit: 10, prefix: "", role: null }),
    SECRET,
  ),
  row(
    "members_get",
    "of another's group",
    (w) => ({ space: w.space, room: w.closedGroup, after: null, limit: 10, prefix: "", role: null }),
    NOBODY,
  ),
  row("member_update", "one's nickname", (w, me) => ({ space: w.space, user: me, nickname: "nick" }), ACTIVE),
  row(
    "member_update",
    "another's nickname",
    (w) => ({ space: w.space, user: w.victim, nickname: "nick" }),
    MODERATORS,
  ),
  row(
    "member_update",
    "the owner's nickname",
    (w) => ({ space: w.space, user: w.users.owner, nickname: "nick" }),
    "ok forbidden forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row("space_update", "the name", (w) => spaceChange(w.space, { name: "new" }), ADMINISTRATORS),
  row("space_update", "the owner", (w) => spaceChange(w.space, { owner: w.victim }), OWNER),
  row(
    "space_update",
    "the icon",
    (w, me) => spaceChange(w.space, { icon: of(w.pictures, me) }),
    ADMINISTRATORS,
  ),
  row("space_update", "a lock-down", (w) => spaceChange(w.space, { lockedDown: true }), ADMINISTRATORS),
  row("space_update", "the address", (w) => spaceChange(w.space, { slug: "elsewhere" }), ADMINISTRATORS),
  row(
    "space_update",
    "the default room",
    (w) => spaceChange(w.space, { defaultRoom: w.side }),
    ADMINISTRATORS,
  ),
  row("space_update", "another space", (w) => spaceChange(w.otherSpace, { name: "new" }), `${NOBODY} ok`),
  row(
    "space_create",
    "a further one",
    () => ({ name: "Further", slug: "further", description: "" }),
    ADMINISTRATORS,
  ),
  row("voice_join", "a voice room", (w) => voice(w.lounge), ACTIVE),
  row("voice_join", "a text room", (w) => voice(w.room), INVALID_ROOM),
  row("voice_join", "a hidden room", (w) => voice(w.secret), HIDDEN_TEXT),
  row("voice_join", "no room", (w) => voice(w.nothing), NOBODY),
  row("voice_leave", "none", () => ({}), EVERYBODY),
  row("voice_update", "in none", () => sameVoice, INVALID),
  row("voice_move", "a member out", (w) => ({ ...sameMove, user: w.victim, room: 0 }), MODERATORS),
  row(
    "voice_move",
    "a member to no room",
    (w) => ({ ...sameMove, user: w.victim, room: w.nothing }),
    MODERATORS_NOT_FOUND,
  ),
  row("voice_move", "silence a member", (w) => ({ ...sameMove, user: w.victim, muted: true }), MODERATORS),
  row(
    "voice_move",
    "somebody in no voice room",
    (w) => ({ ...sameMove, user: w.users.owner, room: 0 }),
    NOBODY,
  ),
  row("voice_signal", "to somebody in a room that one is not in", (w) => signal(w.lounge, w.victim), SIGNAL),
  row("call_start", "in one's group", (w, me) => ({ room: of(w.groups, me), video: false }), EVERYBODY),
  row("call_start", "in another's group", (w) => ({ room: w.closedGroup, video: false }), NOBODY),
  row("call_start", "in a text room", (w) => ({ room: w.room, video: false }), INVALID_ROOM),
  row("call_accept", "none", (w) => ({ call: w.nothing }), NOBODY),
  row("call_decline", "none", (w) => ({ call: w.nothing }), NOBODY),
  row("call_end", "none", (w) => ({ call: w.nothing }), NOBODY),
  row("call_close", "none", (w) => ({ call: w.nothing, participants: [], seconds: null }), NOBODY),
  row("space_update", "the legal hold", (w) => spaceChange(w.space, { legalHold: true }), OWNER),
  row("spaces_get", "one's own", () => ({}), EVERYBODY),
  row(
    "report_create",
    "a message",
    (w) => report({ message: w.theirs }),
    "ok ok ok ok ok not_found not_found ok",
  ),
  row("report_create", "a hidden message", (w) => report({ message: w.hidden }), SECRET),
  row("report_create", "a member", (w) => report({ space: w.space, user: w.victim }), MEMBERS),
  row("report_create", "nobody", (w) => report({ space: w.space, user: w.nothing }), NOBODY),
  row("report_create", "a message of another's group", (w) => report({ message: w.nothing }), NOBODY),
  row(
    "report_resolve",
    "a report",
    (w) => ({ report: w.report, state: "resolved" as const, note: "" }),
    MODERATORS,
  ),
  row(
    "report_resolve",
    "no report",
    (w) => ({ report: w.nothing, state: "taken" as const, note: "" }),
    NOBODY,
  ),
  row(
    "reports_get",
    "the queue",
    (w) => ({ space: w.space, state: null, before: null, limit: 10 }),
    MODERATORS,
  ),
  row("backends_get", "of the space", (w) => ({ space: w.space }), ADMINISTRATORS),
  row("backend_link", "a room", (w) => ({ ...bridged(w), name: "#new" }), ADMINISTRATORS),
  row(
    "backend_link",
    "a room that is not there",
    (w) => ({ ...bridged(w, w.nothing), name: "#new" }),
    NO_BRIDGE,
  ),
  row(
    "backend_link",
    "to a backend that is not there",
    (w) => ({ ...bridged(w), backend: "none", name: "#new" }),
    NO_BRIDGE,
  ),
  row("backend_unlink", "a room", (w) => bridged(w), ADMINISTRATORS),
  row("backend_unlink", "a room that is not linked", (w) => bridged(w, w.secret), NO_BRIDGE),
  row(
    "backend_room_create",
    "a room",
    (w) => ({ space: w.space, backend: "irc", name: "new", parent: null }),
    ADMINISTRATORS,
  ),
  row(
    "backend_room_create",
    "none",
    (w) => ({ space: w.space, backend: "none", name: "new", parent: null }),
    NO_BRIDGE,
  ),
  row("identities_get", "one's own", () => ({}), EVERYBODY),
  row("identity_claim", "a ghost", (w) => ({ user: w.ghost }), IDENTITY),
  row("identity_claim", "a member who is none", (w) => ({ user: w.victim }), NOBODY),
  row("identity_claim", "nobody", (w) => ({ user: w.nothing }), NOBODY),
  row("identity_release", "somebody's", (w) => ({ user: w.claimed }), MODERATORS),
  row("identity_release", "nobody's", (w) => ({ user: w.ghost }), NOBODY),
  row("backend_restart", "a backend", (w) => ({ space: w.space, backend: "irc" }), ADMINISTRATORS),
  row("backend_restart", "none", (w) => ({ space: w.space, backend: "none" }), NO_BRIDGE),
  row("instance_health_get", "of the server", () => ({}), ADMINISTRATORS),
  row("webhook_create", "of a room", (w) => newWebhook(w.space, w.room), ADMINISTRATORS),
  row("webhook_create", "of the space", (w) => newWebhook(w.space, null), ADMINISTRATORS),
  row(
    "webhook_create",
    "of a room that only some see",
    (w) => newWebhook(w.space, w.secret),
    "ok ok forbidden not_found not_found not_found not_found not_found",
  ),
  row(
    "webhooks_get",
    "of a room",
    (w) => ({ space: w.space, room: w.room, after: 0, limit: 10 }),
    ADMINISTRATORS,
  ),
  row(
    "webhook_update",
    "a webhook",
    (w) => ({ webhook: w.webhook, ...sameWebhook, name: "other" }),
    ADMINISTRATORS,
  ),
  row(
    "webhook_update",
    "to a room that only some see",
    (w) => ({ webhook: w.webhook, ...sameWebhook, room: w.secret }),
    ADMINISTRATORS,
  ),
  row("webhook_update", "no webhook", (w) => ({ webhook: w.nothing, ...sameWebhook }), NOBODY),
  row("webhook_rotate", "a webhook", (w) => ({ webhook: w.webhook }), ADMINISTRATORS),
  row("webhook_delete", "a webhook", (w) => ({ webhook: w.webhook }), ADMINISTRATORS),
  row(
    "webhook_deliveries_get",
    "a webhook",
    (w) => ({ webhook: w.webhook, after: 0, limit: 10 }),
    ADMINISTRATORS,
  ),
  row("webhook_retry", "a webhook", (w) => ({ webhook: w.webhook, delivery: null }), ADMINISTRATORS),
  row("automod_set", "a rule", (w) => ({ space: w.space, rule: newRule, remove: null }), ADMINISTRATORS),
  row("automod_set", "the list", (w) => ({ space: w.space, rule: null, remove: null }), ADMINISTRATORS),
  row(
    "automod_set",
    "no rule",
    (w) => ({ space: w.space, rule: null, remove: w.nothing }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row(
    "automod_test",
    "a rule on a room",
    (w) => ({ space: w.space, rule: newRule, text: "bad", room: w.room, limit: 10 }),
    ADMINISTRATORS,
  ),
  row("space_update", "the retention", (w) => spaceChange(w.space, { retention: 60_000 }), ADMINISTRATORS),
  row(
    "room_update",
    "the retention",
    (w) => ({ room: w.room, ...sameRoom, retention: 60_000 }),
    ADMINISTRATORS,
  ),
  row(
    "retention_count",
    "of the space",
    (w) => ({ space: w.space, room: null, retention: 60_000 }),
    ADMINISTRATORS,
  ),
  row(
    "retention_count",
    "of a hidden room",
    (w) => ({ space: w.space, room: w.secret, retention: 60_000 }),
    "ok ok forbidden not_found not_found not_found not_found not_found",
  ),
  row(
    "pings_get",
    "one's own",
    (w) => ({ space: w.space, before: null, limit: 10, unreadOnly: false }),
    MEMBERS,
  ),
  row("pings_clear", "one's own", () => ({ upTo: null }), EVERYBODY),
  row("profile_update", "one's name", (w) => profile(w, { name: "new" }), EVERYBODY),
  row("profile_update", "one's nickname", (w) => profile(w, { nickname: "nick" }), ACTIVE),
  row("profile_update", "one's picture", (w, me) => profile(w, { avatar: of(w.pictures, me) }), EVERYBODY),
  row("profile_update", "another's picture", (w) => profile(w, { banner: of(w.pictures, w.victim) }), NOBODY),
  row(
    "space_leave",
    "the space",
    (w) => ({ space: w.space }),
    "forbidden ok ok ok ok not_found not_found ok",
  ),
  row("kick", "a member", (w) => ({ space: w.space, user: w.victim, reason: "" }), MODERATORS),
  row(
    "kick",
    "the moderator",
    (w) => ({ space: w.space, user: w.users.moderator, reason: "" }),
    ADMINISTRATORS,
  ),
  row("kick", "the owner", (w) => ({ space: w.space, user: w.users.owner, reason: "" }), FORBIDDEN),
  row("kick", "oneself", (w, me) => ({ space: w.space, user: me, reason: "" }), FORBIDDEN),
  row(
    "kick",
    "a stranger",
    (w) => ({ space: w.space, user: w.users.outsider, reason: "" }),
    "not_found not_found not_found forbidden forbidden not_found not_found forbidden",
  ),
  row("ban_add", "a member", (w) => ({ space: w.space, user: w.victim, reason: "", until: 0 }), MODERATORS),
  row(
    "ban_add",
    "an outsider",
    (w) => ({ space: w.space, user: w.users.outsider, reason: "", until: 0 }),
    MODERATORS,
  ),
  row(
    "ban_add",
    "an administrator",
    (w) => ({ space: w.space, user: w.users.administrator, reason: "", until: 0 }),
    OWNER,
  ),
  row(
    "ban_add",
    "the owner",
    (w) => ({ space: w.space, user: w.users.owner, reason: "", until: 0 }),
    FORBIDDEN,
  ),
  row("ban_remove", "a ban", (w) => ({ space: w.space, user: w.exiled, reason: "" }), MODERATORS),
  row(
    "ban_remove",
    "no ban",
    (w) => ({ space: w.space, user: w.victim, reason: "" }),
    "not_found not_found not_found forbidden forbidden not_found not_found forbidden",
  ),
  row("bans_get", "of the space", (w) => ({ space: w.space, after: null, limit: 10 }), MODERATORS),
  row(
    "timeout_set",
    "a member",
    (w) => ({ space: w.space, user: w.victim, until: NOW + 1_000, reason: "" }),
    MODERATORS,
  ),
  row(
    "timeout_set",
    "one's own end",
    (w, me) => ({ space: w.space, user: me, until: 0, reason: "" }),
    FORBIDDEN,
  ),
  row(
    "timeout_set",
    "the owner",
    (w) => ({ space: w.space, user: w.users.owner, until: NOW + 1_000, reason: "" }),
    FORBIDDEN,
  ),
  row(
    "audit_get",
    "of the space",
    (w) => ({ space: w.space, before: null, limit: 10, user: null, action: null }),
    MODERATORS,
  ),
  row(
    "permission_explain",
    "about oneself",
    (w) => ({ space: w.space, room: w.room, user: null, permission: "send" }),
    MEMBERS,
  ),
  row(
    "permission_explain",
    "about oneself, hidden",
    (w) => ({ space: w.space, room: w.secret, user: null, permission: "send" }),
    SECRET,
  ),
  row(
    "permission_explain",
    "about another",
    (w) => ({ space: w.space, room: w.room, user: w.victim, permission: "send" }),
    ADMINISTRATORS,
  ),

  row("dialog_open", "with a member", (w) => ({ user: w.victim }), EVERYBODY),
  row("dialog_open", "with nobody", (w) => ({ user: w.nothing }), NOBODY),
  row("group_create", "with a member", (w) => ({ name: "", users: [w.victim] }), EVERYBODY),
  row("member_add", "to another's group", (w) => ({ room: w.closedGroup, user: w.victim }), NOBODY),
  row(
    "member_remove",
    "from one's group",
    (w, me) => ({ room: of(w.groups, me), user: w.victim }),
    EVERYBODY,
  ),
  row("member_remove", "from another's group", (w) => ({ room: w.closedGroup, user: w.victim }), NOBODY),
  row("notification_set", "in general", () => notified(0), EVERYBODY),
  row("notification_set", "of a room for all", (w) => notified(w.room), MEMBERS),
  row("notification_set", "of a hidden room", (w) => notified(w.secret), SECRET),
  row("user_block", "a member", (w) => ({ user: w.victim }), EVERYBODY),
  row("user_unblock", "a member", (w) => ({ user: w.victim }), EVERYBODY),
  row("invite_create", "an invite", (w) => ({ space: w.space, maxUses: 0, expires: 0, roles: [] }), ACTIVE),
  row(
    "invite_create",
    "with a role",
    (w) => ({ space: w.space, maxUses: 0, expires: 0, roles: [w.low] }),
    ADMINISTRATORS,
  ),
  row("invites_get", "of the space", (w) => ({ space: w.space, before: null, limit: 10 }), MEMBERS),
  row(
    "invite_delete",
    "another's",
    (w) => ({ invite: w.invite }),
    "ok ok ok not_found not_found not_found not_found not_found",
  ),
  row("invite_use", "an invite", (w) => ({ code: w.code }), "ok ok ok ok ok banned ok ok"),
  row("push_subscribe", "a device", () => ({ kind: "unified", ...newDevice }), PEOPLE),
  row("push_devices_get", "one's own", () => ({}), PEOPLE),
  row(
    "push_unsubscribe",
    "one that is not there",
    (w) => ({ device: w.nothing, endpoint: "" }),
    "not_found not_found not_found not_found not_found not_found not_found forbidden",
  ),
  row("command_register", "one", (w) => ({ space: w.space, ...newCommand }), ACTIVE),
  row(
    "command_register",
    "for a hidden room",
    (w) => ({ space: w.space, ...newCommand, rooms: [w.secret] }),
    "ok ok ok not_found forbidden not_found not_found not_found",
  ),
  row("command_unregister", "another's", (w) => ({ space: w.space, command: w.command }), ADMINISTRATORS),
  row("command_unregister", "one that is not there", (w) => ({ space: w.space, command: w.nothing }), NOBODY),
  row("command_call", "a bot's, in a room for all", (w) => ({ ...use(w.room), command: w.command }), ACTIVE),
  row(
    "command_call",
    "a bot's, in a hidden room",
    (w) => ({ ...use(w.secret), command: w.command }),
    HIDDEN_BOT,
  ),
  row("command_call", "one that is not there", (w) => ({ ...use(w.room), command: w.nothing }), NOBODY),
  row("command_call", "/help", (w) => ({ ...use(w.room), name: "help" }), MEMBERS),
  row("command_call", "/help in a hidden room", (w) => ({ ...use(w.secret), name: "help" }), SECRET),
  row(
    "command_call",
    "/ban",
    (w) => ({ ...use(w.room), name: "ban", arguments: whom(w.victim) }),
    MODERATORS,
  ),
  row(
    "command_call",
    "/kick",
    (w) => ({ ...use(w.room), name: "kick", arguments: whom(w.victim) }),
    MODERATORS,
  ),
  row(
    "command_call",
    "/unban",
    (w) => ({ ...use(w.room), name: "unban", arguments: whom(w.exiled) }),
    MODERATORS,
  ),
  row("command_answer", "one's own", (w, me) => ({ call: of(w.calls, me), ...answer }), ACTIVE),
  row(
    "command_answer",
    "the bot's",
    (w) => ({ call: of(w.calls, w.users.bot), ...answer }),
    "not_found not_found not_found not_found not_found not_found not_found ok",
  ),
  row(
    "emoji_create",
    "of one's own picture",
    (w, me) => ({ space: w.space, name: "new", upload: of(w.pictures, me), rooms: [] }),
    ADMINISTRATORS,
  ),
  row(
    "emoji_create",
    "of another's picture",
    (w) => ({ space: w.space, name: "new", upload: of(w.pictures, w.victim), rooms: [] }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row(
    "emoji_update",
    "its name",
    (w) => ({ space: w.space, emoji: w.emoji, name: "other", rooms: null }),
    ADMINISTRATORS,
  ),
  row(
    "emoji_update",
    "to a room that is not there",
    (w) => ({ space: w.space, emoji: w.emoji, name: null, rooms: [w.nothing] }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row("emoji_delete", "one", (w) => ({ space: w.space, emoji: w.emoji }), ADMINISTRATORS),
  row(
    "emoji_delete",
    "one that is not there",
    (w) => ({ space: w.space, emoji: w.nothing }),
    "not_found not_found forbidden forbidden forbidden not_found not_found forbidden",
  ),
  row("upload_check", "a file", () => ({ size: 10, limits }), EVERYBODY),
  row("upload_check", "too much", () => ({ size: 10_000, limits }), FULL),
  row("upload_begin", "a file", () => ({ ...file, size: 10, limits }), EVERYBODY),
  row("upload_get", "one's own", (w, me) => ({ upload: of(w.uploads, me) }), EVERYBODY),
  row("upload_get", "another's", (w) => ({ upload: of(w.uploads, w.victim) }), NOBODY),
  row("upload_progress", "one's own", (w, me) => ({ upload: of(w.uploads, me), offset: 5 }), EVERYBODY),
  row("upload_progress", "another's", (w) => ({ upload: of(w.uploads, w.victim), offset: 5 }), NOBODY),
  row("upload_cancel", "one's own", (w, me) => ({ upload: of(w.uploads, me) }), EVERYBODY),
  row("upload_cancel", "another's", (w) => ({ upload: of(w.uploads, w.victim) }), NOBODY),
  row("upload_result", "of one that is under way", (w, me) => ({ upload: of(w.uploads, me) }), NOBODY),
  row("attachment_create", "in one go", () => stored(null), EVERYBODY),
  row("attachment_create", "from another's upload", (w) => stored(of(w.uploads, w.victim)), NOBODY),
  row("presence_set", "one's own", () => ({ status: "idle" as const, text: "", until: 0 }), EVERYBODY),
  row(
    "presences_known",
    "of a member and of nobody",
    (w) => ({ users: [w.victim, w.nothing], space: w.space }),
    EVERYBODY,
  ),
  row("account_get", "oneself", () => ({}), EVERYBODY),
  row("tokens_get", "one's own", () => ({}), EVERYBODY),
  row("token_end", "one's own", (w, me) => ({ token: of(w.tokens, me) }), EVERYBODY),
  row("token_end", "another's", (w) => ({ token: of(w.tokens, w.victim) }), NOBODY),
  row(
    "bot_create",
    "a bot",
    (w) => ({ handle: "helper", name: "helper", tokenHash: "h", scopes: null, space: w.space }),
    "ok ok ok ok ok not_found not_found forbidden",
  ),
  row("bots_get", "one's own", () => ({}), PEOPLE),
  row(
    "bot_token_rotate",
    "the member's",
    (w) => ({ bot: w.bot, tokenHash: "h", scopes: null }),
    "not_found not_found not_found ok not_found not_found not_found forbidden",
  ),
  row(
    "password_code_create",
    "for a member",
    (w) => ({ space: w.space, user: w.victim, codeHash: "h" }),
    ADMINISTRATORS,
  ),
  row(
    "password_code_create",
    "for the owner",
    (w) => ({ space: w.space, user: w.users.owner, codeHash: "h" }),
    FORBIDDEN,
  ),
  row("logout", "oneself", () => ({}), EVERYBODY),
  row("logout_everywhere", "oneself", () => ({}), EVERYBODY),
  row("sight_get", "of the space", (w) => ({ space: w.space }), MEMBERS),
  row("snapshot_get", "of the space", (w) => ({ space: w.space }), MEMBERS),
];

/** One who manages roles and rooms grants nothing that they do not hold themselves. */
export const keeperRows: readonly Row[] = [
  row("role_create", "with what they hold", (w) => made(w, ["send", "manage_roles"]), "ok"),
  row("role_create", "with more", (w) => made(w, ["ban"]), "forbidden"),
  row("role_create", "with everything", (w) => made(w, ["administrator"]), "forbidden"),
  row("role_create", "with a word that is none", (w) => made(w, ["fly"]), "invalid"),
  row("role_update", "to what they hold", (w) => updated(w, w.low, ["react"]), "ok"),
  row("role_update", "to more", (w) => updated(w, w.low, ["ban"]), "forbidden"),
  row("role_update", "everyone's, to more", (w) => updated(w, w.everyone, ["ban"]), "forbidden"),
  row("role_update", "their own", (w) => updated(w, w.moderators, ["send"]), "forbidden"),
  row("role_update", "to less than it had", (w) => updated(w, w.strong, []), "ok"),
  row("role_assign", "what they hold", (w) => ({ space: w.space, user: w.victim, role: w.low }), "ok"),
  row("role_assign", "more", (w) => ({ space: w.space, user: w.victim, role: w.strong }), "forbidden"),
  row(
    "role_assign",
    "more, to themselves",
    (w) => ({ space: w.space, user: w.keeper, role: w.strong }),
    "forbidden",
  ),
  row(
    "role_assign",
    "to a moderator",
    (w) => ({ space: w.space, user: w.users.moderator, role: w.low }),
    "forbidden",
  ),
  row(
    "invite_create",
    "with a role of more",
    (w) => ({ space: w.space, maxUses: 0, expires: 0, roles: [w.strong] }),
    "forbidden",
  ),
  row("room_update", "a room", (w) => ({ room: w.side, ...sameRoom, topic: "new" }), "ok"),
  row("permission_override_set", "allowing what they hold", (w) => overridden(w, ["react"], ["pin"]), "ok"),
  row("permission_override_set", "allowing more", (w) => overridden(w, ["delete_any"], ["pin"]), "forbidden"),
  row("permission_override_set", "lifting a denial of more", (w) => overridden(w, [], []), "forbidden"),
  row("permission_override_set", "of the space's permissions", (w) => overridden(w, ["ban"], []), "invalid"),
  row("kick", "a member", (w) => ({ space: w.space, user: w.victim, reason: "" }), "forbidden"),
];

function made(w: World, permissions: string[]) {
  return { space: w.space, name: "new", ...newRole, permissions };
}

function updated(w: World, role: Id, permissions: string[]) {
  return { space: w.space, role, ...sameRole, permissions };
}

function overridden(w: World, allow: string[], deny: string[]) {
  return { room: w.side, override: { of: "role" as const, target: w.low, allow, deny } };
}

function bridged(w: World, room = w.side) {
  return { space: w.space, backend: "irc", room };
}

function profile(w: World, changes: Partial<Command<"profile_update">["input"]>) {
  const same = { name: null, bio: null, statusText: null, color: null, nickname: null, fields: null };
  return { space: w.space, ...same, avatar: null, banner: null, ...changes };
}

function searched(w: World, room: Id | null) {
  const none = { author: null, before: null, after: null, pinned: false, files: false, mentionsMe: false };
  return { query: "hello", space: w.space, room, ...none, limit: 10 };
}
