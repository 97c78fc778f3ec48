/**
 * The log read again: rows of references (`log-rows.ts`) as events.
 *
 * A row never holds text. What it refers to is joined when it is read, so that a replay shows today's text
 * and a deleted message is a tombstone in the log too.
 */

import { Type } from "typebox";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { RoomField, ThreadField } from "./events/rooms.ts";
import type { LeaveReason, MemberField } from "./events/spaces.ts";
import type { Event, EventOf, KeptEvent } from "./events.ts";
import { entryIn, FILE, IN_GROUP, PROFILE } from "./log-details.ts";
import type { Id, StreamId } from "./model/ids.ts";
import type { ReportState } from "./model/moderation.ts";
import { type Nouns, nounsOf } from "./replay-nouns.ts";
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

function listed(detail: string | null): string[] {
  return detail === null || detail === "" ? [] : detail.split(",");
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
