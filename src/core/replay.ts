/**
 * The log: kept events as rows of references, and rows as events again.
 *
 * A row never holds text. What it refers to is joined when it is read, so that a replay shows today's text
 * and a deleted message is a tombstone in the log too.
 */

import { Type } from "typebox";
import { advancesIn, advancesText } from "./advances.ts";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type {
  Event,
  EventOf,
  Happening,
  KeptEvent,
  LeaveReason,
  MemberField,
  RoomField,
  ThreadField,
} from "./events.ts";
import type {
  Advance,
  Bridge,
  Call,
  Emoji,
  Entry,
  Id,
  Member,
  Message,
  Profile,
  Receipt,
  ReportState,
  Role,
  RoomView,
  Settings,
  SlashCall,
  SlashCommand,
  Space,
  StreamId,
  UserRef,
  VoiceState,
} from "./model.ts";
import { ownSpaces } from "./own-spaces.ts";
import type { LogRow } from "./tx/log.ts";
import type { Tx } from "./tx/tx.ts";

/** Most rows that one read of a log gives. */
export const MAX_BACKLOG = 500;

/** The events of a stream after a position, in order; at most `limit`, none when there are no more. */
export const backlogGet = serverCommand(
  "read",
  fields({
    stream: IdSchema,
    after: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: MAX_BACKLOG }),
  }),
  async (tx, _actor, { stream, after, limit }) => ({
    reply: await revive(tx, await tx.readLog(stream, after, limit)),
    events: [],
  }),
);

/** Where streams stand. */
export const headsGet = serverCommand(
  "read",
  fields({ streams: Type.Array(IdSchema) }),
  async (tx, _actor, { streams }) => ({ reply: await tx.headsOf(streams), events: [] }),
);

type Refs = Pick<LogRow, "user" | "subject" | "detail">;

/** What a row keeps of each event. The compiler asks for the entry. */
const refs: { readonly [T in KeptEvent["type"]]: (event: EventOf<T>) => Refs } = {
  message_create: ({ message }) => ({ user: message.author.id, subject: message.id, detail: null }),
  message_update: ({ message, mentionsChanged, entry }) => ({
    user: message.author.id,
    subject: message.id,
    detail: `${mentionsChanged ? "mentions" : ""}/${entry?.id ?? 0}`,
  }),
  message_preview: ({ message, fileGone }) => ({
    user: message.author.id,
    subject: message.id,
    detail: fileGone === undefined ? null : FILE,
  }),
  // The room, for where the message's row is gone too.
  message_delete: ({ message, user, room, entry }) => ({
    user: user.id,
    subject: message,
    detail: `${room}/${entry?.id ?? 0}`,
  }),
  pin_update: ({ message, user, pinned }) => ({
    user: user.id,
    subject: message,
    detail: pinned ? "pinned" : "unpinned",
  }),
  reaction_add: ({ message, user, emoji }) => ({ user: user.id, subject: message, detail: emoji }),
  reaction_remove: ({ message, user, emoji }) => ({ user: user.id, subject: message, detail: emoji }),
  poll_update: ({ message }) => ({ user: 0, subject: message, detail: null }),
  // What was chosen is read anew: a row holds references only.
  poll_vote: ({ message, user }) => ({ user, subject: message, detail: null }),
  room_create: ({ room }) => ({ user: room.creator ?? 0, subject: room.id, detail: null }),
  room_update: ({ room, changed }) => ({ user: 0, subject: room.id, detail: changed.join(",") }),
  room_delete: ({ room }) => ({ user: 0, subject: room, detail: null }),
  thread_create: ({ room }) => ({ user: room.creator ?? 0, subject: room.id, detail: null }),
  thread_update: ({ room, changed }) => ({ user: 0, subject: room.id, detail: changed.join(",") }),
  thread_delete: ({ room }) => ({ user: 0, subject: room, detail: null }),
  thread_join: ({ room, user }) => ({ user: user.id, subject: room.id, detail: null }),
  thread_leave: ({ room, user }) => ({ user: user.id, subject: room.id, detail: null }),
  member_join: ({ user, room }) => ({
    user: user.id,
    subject: user.id,
    detail: room === null ? null : IN_GROUP,
  }),
  member_update: ({ member, changed }) => ({ user: 0, subject: member.user.id, detail: changed }),
  member_leave: ({ user, room, reason }) => ({
    user: user.id,
    subject: user.id,
    detail: room === null ? reason : `${IN_GROUP} ${reason}`,
  }),
  user_update: ({ user, profile }) => ({ user, subject: user, detail: profile === null ? null : PROFILE }),
  invite_update: ({ invite, deleted }) => ({ user: 0, subject: invite, detail: deleted ? "deleted" : null }),
  emoji_create: ({ emoji }) => ({ user: emoji.creator.id, subject: emoji.id, detail: null }),
  emoji_update: ({ emoji }) => ({ user: 0, subject: emoji.id, detail: null }),
  emoji_delete: ({ emoji }) => ({ user: 0, subject: emoji, detail: null }),
  role_create: ({ role }) => ({ user: 0, subject: role.id, detail: null }),
  role_update: ({ role }) => ({ user: 0, subject: role.id, detail: null }),
  role_delete: ({ role }) => ({ user: 0, subject: role, detail: null }),
  voice_state: ({ user, stream }) => ({ user: user.id, subject: stream, detail: null }),
  call_update: ({ call }) => ({ user: call.caller.id, subject: call.id, detail: null }),
  space_join: ({ space }) => ({ user: 0, subject: space.id, detail: null }),
  space_leave: ({ space }) => ({ user: 0, subject: space, detail: null }),
  server_update: ({ space }) => ({ user: 0, subject: space.id, detail: null }),
  backend_update: ({ backend }) => ({ user: 0, subject: 0, detail: backend.name }),
  ban_update: ({ user, banned }) => ({ user: 0, subject: user, detail: banned ? "banned" : "lifted" }),
  audit_entry: ({ entry }) => ({ user: 0, subject: entry, detail: null }),
  report_update: ({ report, state }) => ({ user: 0, subject: report, detail: state }),
  automod_update: ({ rule, deleted }) => ({ user: 0, subject: rule, detail: deleted ? "deleted" : null }),
  command_update: ({ id }) => ({ user: 0, subject: id, detail: null }),
  command_call: ({ call }) => ({ user: call.user.id, subject: call.id, detail: null }),
  webhook_update: ({ webhook, deleted }) => ({
    user: 0,
    subject: webhook,
    detail: deleted ? "deleted" : null,
  }),
  receipt_update: ({ receipt, advances }) => ({
    user: receipt.user,
    subject: receipt.room,
    detail: advances.length === 0 ? null : advancesText(advances),
  }),
};

/** Marks the rows of messages that lost a file; its address is not kept. */
const FILE = "file";

/** Marks the rows of changed profiles; the others are of settings. */
const PROFILE = "profile";

/** Marks the rows of members that came to a group or left it; the others are a space's. */
const IN_GROUP = "group";

/** Whether an event is kept in its stream's log. */
export function isKept(event: Happening): event is KeptEvent {
  return event.type in refs;
}

function listed(detail: string | null): string[] {
  return detail === null || detail === "" ? [] : detail.split(",");
}

/** The row of a kept event; its `seq` comes when it is appended. */
export function toLogRow(event: KeptEvent): LogRow {
  const { stream, type, at, origin } = event;
  const toRefs = refs[type] as (event: KeptEvent) => Refs;
  return { stream, seq: 0, id: 0, type, at, origin, ...toRefs(event) };
}

/** The nouns that rows refer to, as they are today. */
interface Nouns {
  readonly messages: ReadonlyMap<Id, Message>;
  /** Of the user whose stream is read, by the poll. */
  readonly choices: ReadonlyMap<Id, readonly number[]>;
  readonly rooms: ReadonlyMap<Id, RoomView>;
  readonly users: ReadonlyMap<Id, UserRef>;
  readonly settings: ReadonlyMap<Id, Settings>;
  readonly profiles: ReadonlyMap<Id, Profile>;
  /** Those of the space whose stream is read. */
  readonly members: ReadonlyMap<Id, Member>;
  readonly roles: ReadonlyMap<Id, Role>;
  readonly emojis: ReadonlyMap<Id, Emoji>;
  readonly space: Space | null;
  /** Those that somebody came into. */
  readonly spaces: ReadonlyMap<Id, Space>;
  /** By user: in the voice room whose stream is read. */
  readonly voices: ReadonlyMap<Id, VoiceState>;
  readonly calls: ReadonlyMap<Id, Call>;
  /** Those of the space whose stream is read. */
  readonly commands: ReadonlyMap<Id, SlashCommand>;
  /** By their names. */
  readonly bridges: ReadonlyMap<string, Bridge>;
  /** Uses of commands that wait for an answer. */
  readonly asked: ReadonlyMap<Id, SlashCall>;
  /** By "user/room". */
  readonly receipts: ReadonlyMap<string, Receipt>;
  readonly entries: ReadonlyMap<Id, Entry>;
  /** By the row's position: how far marks came. */
  readonly advances: ReadonlyMap<number, readonly Advance[]>;
}

/** What happened by a row, or null when what it refers to is gone. */
const revivers: {
  readonly [T in KeptEvent["type"]]: (row: LogRow, nouns: Nouns) => Omit<EventOf<T>, keyof Base> | null;
} = {
  message_create: ({ subject }, { messages }) => withNoun(messages.get(subject), (message) => ({ message })),
  message_update: ({ subject, detail }, { messages, entries }) =>
    withNoun(messages.get(subject), (message) => ({
      message,
      mentionsChanged: detail?.startsWith("mentions") ?? false,
      entry: entries.get(entryIn(detail)) ?? null,
    })),
  message_preview: ({ subject, detail }, { messages }) =>
    withNoun(messages.get(subject), (message) => ({ message, ...(detail === FILE ? { fileGone: "" } : {}) })),
  message_delete: ({ subject, user, detail }, { messages, users, entries }) => {
    const room = messages.get(subject)?.room ?? Number(detail?.split("/")[0] ?? 0);
    const entry = entries.get(entryIn(detail)) ?? null;
    return room === 0
      ? null
      : withNoun(users.get(user), (by) => ({ room, message: subject, user: by, entry }));
  },
  pin_update: ({ subject, user, detail }, { messages, users }) =>
    withNoun(messages.get(subject), ({ room }) =>
      withNoun(users.get(user), (by) => ({ room, message: subject, pinned: detail === "pinned", user: by })),
    ),
  reaction_add: reactionOf,
  reaction_remove: reactionOf,
  poll_update: ({ subject }, { messages }) => {
    const { room, poll } = messages.get(subject) ?? { room: 0, poll: null };
    return poll === null ? null : { room, message: subject, poll };
  },
  poll_vote: ({ subject, user }, { messages, choices }) =>
    withNoun(messages.get(subject), ({ room }) => ({
      user,
      room,
      message: subject,
      options: choices.get(subject) ?? [],
    })),
  room_create: ({ subject }, { rooms }) => withNoun(rooms.get(subject), (room) => ({ room, head: 0 })),
  room_update: ({ subject, detail }, { rooms }) =>
    withNoun(rooms.get(subject), (room) => ({ room, changed: listed(detail) as RoomField[] })),
  room_delete: ({ subject }) => ({ room: subject }),
  thread_create: ({ subject }, { rooms }) => withNoun(rooms.get(subject), (room) => ({ room })),
  thread_update: ({ subject, detail }, { rooms }) =>
    withNoun(rooms.get(subject), (room) => ({ room, changed: listed(detail) as ThreadField[] })),
  thread_delete: ({ stream, subject }) => ({ room: subject, parent: stream }),
  thread_join: followingOf,
  thread_leave: followingOf,
  member_join: ({ stream, user, detail }, { users, members }) =>
    withNoun(users.get(user), (who) => ({
      ...placeOf(stream, detail === IN_GROUP),
      user: who,
      member: members.get(user) ?? null,
    })),
  // Rows of before said no more than that something did.
  member_update: ({ stream, subject, detail }, { members }) =>
    withNoun(members.get(subject), (member) => ({
      space: stream,
      member,
      changed: (detail ?? "nickname") as MemberField,
    })),
  member_leave: ({ stream, user, detail }, { users }) =>
    withNoun(users.get(user), (who) => {
      const [place, reason] = detail?.startsWith(`${IN_GROUP} `) ? detail.split(" ") : ["", detail];
      return { ...placeOf(stream, place === IN_GROUP), user: who, reason: (reason ?? "left") as LeaveReason };
    }),
  receipt_update: ({ user, subject, seq }, { receipts, advances }) =>
    withNoun(receipts.get(`${user}/${subject}`), (receipt) => ({
      receipt,
      advances: advances.get(seq) ?? [],
    })),
  user_update: ({ user, detail }, { settings, profiles }) =>
    detail === PROFILE
      ? withNoun(profiles.get(user), (profile) => ({ user, profile, settings: null }))
      : withNoun(settings.get(user), (own) => ({ user, profile: null, settings: own })),
  invite_update: ({ subject, detail }) => ({ invite: subject, deleted: detail === "deleted" }),
  emoji_create: ({ subject }, { emojis }) => withNoun(emojis.get(subject), (emoji) => ({ emoji })),
  emoji_update: ({ subject }, { emojis }) => withNoun(emojis.get(subject), (emoji) => ({ emoji })),
  emoji_delete: ({ subject }) => ({ emoji: subject }),
  role_create: ({ subject }, { roles }) => withNoun(roles.get(subject), (role) => ({ role })),
  role_update: ({ subject }, { roles }) => withNoun(roles.get(subject), (role) => ({ role })),
  role_delete: ({ subject }) => ({ role: subject }),
  voice_state: ({ user }, { users, voices }) =>
    withNoun(users.get(user), (who) => ({ user: who, voice: voices.get(user) ?? null })),
  call_update: ({ subject }, { calls }) => withNoun(calls.get(subject), (call) => ({ call, present: [] })),
  space_join: ({ subject }, { spaces }) => withNoun(spaces.get(subject), (space) => ({ space })),
  space_leave: ({ subject }) => ({ space: subject }),
  server_update: (_row, { space }) => (space === null ? null : { space }),
  backend_update: ({ detail }, { bridges }) =>
    withNoun(bridges.get(detail ?? ""), (backend) => ({ backend })),
  ban_update: ({ subject, detail }) => ({ user: subject, banned: detail === "banned" }),
  report_update: ({ subject, detail }) => ({ report: subject, state: (detail ?? "open") as ReportState }),
  automod_update: ({ subject, detail }) => ({ rule: subject, deleted: detail === "deleted" }),
  webhook_update: ({ subject, detail }) => ({ webhook: subject, deleted: detail === "deleted" }),
  audit_entry: ({ subject }) => ({ entry: subject }),
  command_update: ({ subject }, { commands }) => ({ id: subject, command: commands.get(subject) ?? null }),
  command_call: ({ subject }, { asked }) => withNoun(asked.get(subject), (call) => ({ call })),
};

function placeOf(stream: StreamId, isGroup: boolean): { space: Id | null; room: Id | null } {
  return isGroup ? { space: null, room: stream } : { space: stream, room: null };
}

/** The entry that a row's detail names behind its stroke; 0 for none. */
function entryIn(detail: string | null): Id {
  return Number(detail?.split("/")[1] ?? 0);
}

interface Base {
  type: unknown;
  stream: unknown;
  seq: unknown;
  logId: unknown;
  at: unknown;
  origin: unknown;
}

/**
 * Rows as events, with today's nouns. A row that no longer makes sense becomes a blank that holds its
 * position: one broken row must not end anybody's reading.
 */
export async function revive(tx: Tx, rows: readonly LogRow[]): Promise<Event[]> {
  const nouns = await nounsOf(tx, rows);
  return rows.map((row) => {
    const { stream, seq, id, at, origin, type } = row;
    const base = { stream, seq, ...(id === 0 ? {} : { logId: id }), at, origin };
    const body = Object.hasOwn(revivers, type) ? revivers[type as KeptEvent["type"]](row, nouns) : null;
    return body === null ? { ...base, type: "blank" } : ({ ...base, type, ...body } as KeptEvent);
  });
}

async function nounsOf(tx: Tx, rows: readonly LogRow[]): Promise<Nouns> {
  const messages = new Set<Id>();
  const rooms = new Set<Id>();
  const users = new Set<Id>();
  const settings = new Map<Id, Settings>();
  const changed = new Set<Id>();
  const members = new Set<Id>();
  // The rows of one reading stand in one stream; that of a space, where they tell of roles and members.
  const space = rows.find(({ type }) => /^(role|member|server)_/.test(type))?.stream ?? null;
  // Whoever left a space since then hears no more of it.
  const comers = rows.find(({ type }) => type === "space_join")?.stream ?? null;
  const calls = new Map<Id, Call>();
  const asked = new Map<Id, SlashCall>();
  const bridges = new Map<string, Bridge>();
  const voiceRoom = rows.find(({ type }) => type === "voice_state")?.stream ?? null;
  const receipts = new Map<string, Receipt>();
  const entries = new Set<Id>();
  const advances = new Map<number, readonly Advance[]>();
  const emojiSpace = rows.find(({ type }) => type.startsWith("emoji_"))?.stream ?? null;
  for (const { type, subject, user, detail, seq } of rows) {
    if (type === "message_update" || type === "message_delete") entries.add(entryIn(detail));
    if (type === "receipt_update") advances.set(seq, await advancesIn(tx, subject, user, detail));
    if (/^(message|pin|reaction|poll)_/.test(type)) messages.add(subject);
    if (/^(room|thread)_/.test(type)) rooms.add(subject);
    if (type === "member_join" || type === "member_update") members.add(subject);
    if (type === "user_update" && detail === PROFILE) changed.add(user);
    else if (type === "user_update" && !settings.has(user)) settings.set(user, await tx.settingsOf(user));
    const key = `${user}/${subject}`;
    if (type === "receipt_update" && !receipts.has(key)) receipts.set(key, await tx.receiptOf(subject, user));
    if (type === "call_update" && !calls.has(subject)) {
      const call = await tx.callById(subject);
      if (call !== null) calls.set(subject, call);
    }
    if (type === "backend_update" && detail !== null && !bridges.has(detail)) {
      const bridge = await tx.bridge(detail);
      if (bridge !== null) bridges.set(detail, bridge);
    }
    if (type === "command_call") {
      const call = await tx.slashCall(subject);
      if (call !== null && !call.answered) asked.set(subject, call);
    }
    if (user !== 0) users.add(user);
  }
  const offered = rows.find(({ type }) => type === "command_update")?.stream ?? null;
  const votes = rows.filter(({ type }) => type === "poll_vote");
  const [voter] = votes;
  const polls = [...new Set(votes.map(({ subject }) => subject))];
  const voted = voter === undefined ? [] : await tx.choicesOf(voter.user, polls);
  return {
    messages: byId(messages.size === 0 ? [] : await tx.messagesByIds([...messages])),
    rooms: byId(rooms.size === 0 ? [] : await tx.roomsByIds([...rooms])),
    users: byId(users.size === 0 ? [] : await tx.usersByIds([...users])),
    choices: new Map(voted.map(({ message, options }) => [message, options])),
    settings,
    profiles: byId(changed.size === 0 ? [] : await tx.profilesByIds([...changed])),
    members: new Map(
      (space === null || members.size === 0 ? [] : await tx.membersIn(space, [...members])).map((member) => [
        member.user.id,
        member,
      ]),
    ),
    roles: byId(space === null ? [] : await tx.rolesOf(space)),
    emojis: byId(emojiSpace === null ? [] : await tx.emojisOf(emojiSpace)),
    space: space === null ? null : await tx.spaceById(space),
    spaces: byId(comers === null ? [] : await ownSpaces(tx, comers)),
    voices: new Map(
      (voiceRoom === null ? [] : await tx.voiceIn([voiceRoom])).map((state) => [state.user.id, state]),
    ),
    calls,
    asked,
    bridges,
    commands: byId(offered === null ? [] : await tx.slashCommandsIn(offered)),
    receipts,
    entries: byId(entries.size === 0 ? [] : await tx.entriesByIds([...entries])),
    advances,
  };
}

function byId<T extends { readonly id: Id }>(nouns: readonly T[]): Map<Id, T> {
  return new Map(nouns.map((noun) => [noun.id, noun]));
}

function reactionOf({ subject, user, detail }: LogRow, { messages, users }: Nouns) {
  return withNoun(messages.get(subject), ({ room }) =>
    withNoun(users.get(user), (who) => ({ room, message: subject, emoji: detail ?? "", user: who })),
  );
}

function followingOf({ subject, user }: LogRow, { rooms, users }: Nouns) {
  return withNoun(rooms.get(subject), (room) => withNoun(users.get(user), (who) => ({ room, user: who })));
}

function withNoun<N, R>(noun: N | undefined, to: (noun: N) => R): R | null {
  return noun === undefined ? null : to(noun);
}
