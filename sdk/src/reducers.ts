/** How each event changes what a client knows. The compiler asks for an entry for every event. */

import { countGone, countMarked, countMentions, countNew } from "./counts.ts";
import type { Message, Poll, Reaction, Room, RoomUpdateEvent, ServerEvents, User } from "./gen/protocol.ts";
import type { Packet, ServerEvent } from "./packet.ts";
import { withProfile } from "./profiles.ts";
import { begin, index, type State, without } from "./state.ts";
import {
  countInThread,
  threadChanged,
  threadJoined,
  threadOpened,
  withoutRoom,
  withoutThreadsOf,
  withThread,
} from "./threads.ts";

type Reducer<T extends keyof ServerEvents> = (state: State, event: ServerEvent<T>, packet: Packet) => State;

/** Told in an answer, or to be looked at by the program alone. */
const unchanged = (state: State): State => state;

export const reducers: { readonly [T in keyof ServerEvents]: Reducer<T> } = {
  message: unchanged,
  ok: unchanged,
  error: unchanged,
  going_down: unchanged,
  command_call: unchanged,
  voice_signal: unchanged,
  ban_update: unchanged,
  webhook_update: unchanged,
  backend_update: unchanged,
  report_update: unchanged,
  audit_entry: unchanged,
  invite_update: unchanged,
  automod_update: unchanged,

  ready: (state, event) => begin(state, event, event.user !== undefined),
  resumed: (state, { presences, voice_states = [], calls = [] }) => ({
    ...state,
    gap: false,
    presences: index(presences, ({ user_id }) => user_id),
    voices: index(voice_states, ({ user }) => user.id),
    calls: index(calls, ({ room_id }) => room_id),
  }),
  voice_state: (state, { state: voice, left_room_id = 0 }) => {
    if (left_room_id === 0) return { ...state, voices: { ...state.voices, [voice.user.id]: voice } };
    // They may be in another room by now, whose stream told it before.
    const isThere = state.voices[voice.user.id]?.room_id === left_room_id;
    return isThere ? { ...state, voices: without(state.voices, voice.user.id) } : state;
  },
  call_update: (state, { call }) => {
    const isOpen = call.state === "ringing" || call.state === "active";
    const calls = isOpen ? { ...state.calls, [call.room_id]: call } : without(state.calls, call.room_id);
    return { ...state, calls };
  },

  message_create: (state, { message }, { stream = 0 }) =>
    message.only_for
      ? withPrivateAnswer(state, message)
      : withMessage(countInThread(countNew(state, message), stream, message), message),
  message_update: (state, { room_id, message_id, type: _type, cleared = [], ...changes }) => {
    const before = messageIn(state, room_id, message_id);
    if (before === undefined) return state;
    const after = Object.assign({ ...before }, changes);
    for (const name of cleared) Object.assign(after, { [name]: name === "mentions" ? undefined : [] });
    const changed = changeMessage(countMentions(state, before, after), room_id, message_id, () => after);
    return changeQuotes(changed, room_id, message_id, { text: firstOf(after.content), deleted: false });
  },
  message_delete: (state, { room_id, message_id }) => {
    const gone = messageIn(state, room_id, message_id);
    const counted = gone === undefined ? state : countGone(state, gone);
    const left = (state.messages[room_id] ?? []).filter(({ id }) => id !== message_id);
    const shorter = { ...counted, messages: { ...state.messages, [room_id]: left } };
    return changeQuotes(withLast(shorter, room_id, message_id), room_id, message_id, {
      text: "",
      deleted: true,
    });
  },
  reaction_add: (state, { room_id, message_id, emoji, user }) =>
    changeMessage(state, room_id, message_id, (message) =>
      react(message, emoji, 1, user.id === state.user?.id),
    ),
  reaction_remove: (state, { room_id, message_id, emoji, user }) =>
    changeMessage(state, room_id, message_id, (message) =>
      react(message, emoji, -1, user.id === state.user?.id),
    ),
  pin_update: (state, { room_id, message_id, pinned }) =>
    changeMessage(state, room_id, message_id, (message) => ({ ...message, pinned })),

  poll_update: (state, { room_id, message_id, poll }) =>
    changeMessage(state, room_id, message_id, (message) => ({
      ...message,
      poll: withChoices(poll, chosenIn(message)),
    })),
  poll_vote: (state, { room_id, message_id, option_ids = [] }) =>
    changeMessage(state, room_id, message_id, (message) =>
      message.poll === undefined ? message : { ...message, poll: withChoices(message.poll, option_ids) },
    ),

  typing_start: (state, { room_id, user }) => typing(state, room_id, user, true),
  typing_stop: (state, { room_id, user }) => typing(state, room_id, user, false),
  presence_update: (state, { type: _type, ...presence }) => ({
    ...state,
    presences:
      presence.status === "offline"
        ? without(state.presences, presence.user_id)
        : { ...state.presences, [presence.user_id]: presence },
  }),
  receipt_update: (state, { receipt }) => countMarked(state, receipt),

  room_create: (state, { room: { voice_states = [], call, ...room }, head = 0 }, { seq = 0 }) => ({
    ...state,
    rooms: { ...state.rooms, [room.id]: room },
    voices: { ...state.voices, ...index(voice_states, ({ user }) => user.id) },
    calls: call === undefined ? state.calls : { ...state.calls, [room.id]: call },
    positions: seq === 0 ? { ...state.positions, [room.id]: head } : state.positions,
  }),
  room_update: (state, event) => changeRoom(state, event),
  room_delete: (state, { room_id }) => withoutRoom(withoutThreadsOf(state, room_id), room_id),
  thread_create: (state, { room }) => threadOpened(state, room),
  thread_update: (state, event) => {
    const { parent_id: _parent, deleted: _deleted, ...changes } = event;
    return threadChanged(changeRoom(state, changes), event);
  },
  thread_join: (state, { room, user }) => {
    const known = state.rooms[room.id];
    if (user.id === state.user?.id) return threadJoined(state, room);
    return known === undefined
      ? state
      : withThread(state, { ...known, member_count: room.member_count ?? 0 });
  },
  thread_leave: (state, { room_id, user, member_count = 0 }) => {
    const known = state.rooms[room_id];
    if (known === undefined) return state;
    const following = known.following === true && user.id !== state.user?.id;
    return withThread(state, { ...known, member_count, following });
  },

  member_join: (state, { member, room_id = 0 }) => {
    if (room_id === 0) return { ...state, members: { ...state.members, [member.user.id]: member } };
    return changeMembers(state, room_id, (members) => [...members, member.user]);
  },
  member_update: (state, { member }) => ({
    ...state,
    members: { ...state.members, [member.user.id]: member },
  }),
  member_leave: (state, { user_id, room_id = 0 }) => {
    if (room_id === 0) return { ...state, members: without(state.members, user_id) };
    return changeMembers(state, room_id, (members) => members.filter(({ id }) => id !== user_id));
  },
  role_create: (state, { role }) => ({ ...state, roles: { ...state.roles, [role.id]: role } }),
  role_update: (state, { role }) => ({ ...state, roles: { ...state.roles, [role.id]: role } }),
  role_delete: (state, { role_id }) => ({ ...state, roles: without(state.roles, role_id) }),
  emoji_create: (state, { emoji }) => ({ ...state, emojis: { ...state.emojis, [emoji.id]: emoji } }),
  emoji_update: (state, { emoji }) => ({ ...state, emojis: { ...state.emojis, [emoji.id]: emoji } }),
  emoji_delete: (state, { emoji_id }) => ({ ...state, emojis: without(state.emojis, emoji_id) }),
  user_update: (state, { user, settings }) => {
    const told = { ...state, settings: settings ?? state.settings };
    return user === undefined ? told : withProfile(told, user);
  },
  server_update: (state, { space }) => {
    if (space === undefined) return state;
    const staff = state.space?.staff_stream_id;
    const told = staff === undefined ? space : { ...space, staff_stream_id: staff };
    return { ...state, space: told, spaces: { ...state.spaces, [space.id]: told } };
  },
  command_update: (state, { command_id, command }) => ({
    ...state,
    commands:
      command === undefined
        ? without(state.commands, command_id)
        : { ...state.commands, [command_id]: command },
  }),
  command_end: unchanged,
  space_join: (state, { space }) => ({ ...state, spaces: { ...state.spaces, [space.id]: space } }),
  space_leave: (state, { space_id }) => ({ ...state, spaces: without(state.spaces, space_id) }),
};

/** Most answers for oneself alone that are kept of a room. */
const MAX_PRIVATE = 20;

function withPrivateAnswer(state: State, message: Message): State {
  const room = message.channel_id;
  const kept = [...(state.privateAnswers[room] ?? []), message].slice(-MAX_PRIVATE);
  return { ...state, privateAnswers: { ...state.privateAnswers, [room]: kept } };
}

/** A message in its place by its number; one that is known already is replaced. */
export function withMessage(state: State, message: Message): State {
  const known = state.messages[message.channel_id] ?? [];
  const others = known.filter(({ id }) => id !== message.id);
  const at = others.findLastIndex(({ n = 0 }) => n < (message.n ?? 0)) + 1;
  const list = message.deleted ? others : [...others.slice(0, at), message, ...others.slice(at)];
  const room = state.rooms[message.channel_id];
  const newer = room !== undefined && !message.deleted && (message.n ?? 0) > (room.last_n ?? 0);
  return {
    ...state,
    messages: { ...state.messages, [message.channel_id]: list },
    rooms: newer
      ? {
          ...state.rooms,
          [room.id]: {
            ...room,
            last_n: message.n ?? 0,
            last_message_id: message.id,
            last_activity: message.created ?? 0,
          },
        }
      : state.rooms,
  };
}

/** A page of a room's messages in their places, in one go. */
export function withMessages(state: State, room: number, page: readonly Message[]): State {
  const [last] = page.slice(-1);
  if (last === undefined) return state;
  const ids = new Set(page.map(({ id }) => id));
  const others = (state.messages[room] ?? []).filter(({ id }) => !ids.has(id));
  const list = [...others, ...page.slice(0, -1).filter(({ deleted }) => !deleted)];
  list.sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  return withMessage({ ...state, messages: { ...state.messages, [room]: list } }, last);
}

function messageIn(state: State, room: number, id: number): Message | undefined {
  return state.messages[room]?.find((message) => message.id === id);
}

/** When a room's newest message goes, the one before it is the newest: as far as messages are known. */
function withLast(state: State, id: number, gone: number): State {
  const room = state.rooms[id];
  if (room?.last_message_id !== gone) return state;
  const last = state.messages[id]?.at(-1);
  const { kind, last_activity = 0 } = room;
  const changed = {
    last_n: last?.n ?? 0,
    last_message_id: last?.id ?? 0,
    // A thread's stays that of its newest message ever.
    last_activity: kind === "thread" ? last_activity : (last?.created ?? 0),
  };
  return { ...state, rooms: { ...state.rooms, [id]: { ...room, ...changed } } };
}

/** Replies show the message they answer as it is now; they stay when it goes. */
function changeQuotes(state: State, room: number, id: number, to: { text: string; deleted: boolean }): State {
  const known = state.messages[room];
  if (!known?.some(({ reply_to }) => reply_to?.id === id)) return state;
  const list = known.map((message) =>
    message.reply_to?.id === id ? { ...message, reply_to: { ...message.reply_to, ...to } } : message,
  );
  return { ...state, messages: { ...state.messages, [room]: list } };
}

/** What a quote shows: the first 200 characters. */
function firstOf(content: string): string {
  return [...content].slice(0, 200).join("");
}

function changeMessage(state: State, room: number, id: number, change: (message: Message) => Message): State {
  const known = state.messages[room];
  if (!known?.some((message) => message.id === id)) return state;
  return {
    ...state,
    messages: {
      ...state.messages,
      [room]: known.map((message) => (message.id === id ? change(message) : message)),
    },
  };
}

function react(message: Message, emoji: string, by: 1 | -1, mine: boolean): Message {
  const reactions = message.reactions ?? [];
  const found = reactions.find((reaction) => reaction.emoji === emoji);
  if (found === undefined) {
    return by === 1 ? { ...message, reactions: [...reactions, { emoji, count: 1, me: mine }] } : message;
  }
  const changed: Reaction = { ...found, count: found.count + by, me: mine ? by === 1 : (found.me ?? false) };
  const list = reactions.map((reaction) => (reaction === found ? changed : reaction));
  return { ...message, reactions: list.filter(({ count }) => count > 0) };
}

/** A poll with what one chose, which is told to oneself alone. */
function withChoices(poll: Poll, chosen: readonly number[]): Poll {
  return { ...poll, options: poll.options.map((option) => ({ ...option, me: chosen.includes(option.id) })) };
}

function chosenIn({ poll }: Message): number[] {
  return (poll?.options ?? []).filter(({ me }) => me === true).map(({ id }) => id);
}

function typing(state: State, room: number, user: User, starts: boolean): State {
  const others = (state.typing[room] ?? []).filter(({ id }) => id !== user.id);
  return { ...state, typing: { ...state.typing, [room]: starts ? [...others, user] : others } };
}

/** The fields that are present replace the old ones; those named in `cleared` become empty. */
function changeRoom(
  state: State,
  event: Partial<RoomUpdateEvent> & { room_id: number; type: string },
): State {
  const { room_id, type: _type, cleared = [], ...changes } = event;
  const room = state.rooms[room_id];
  if (room === undefined) return state;
  const changed: Room = Object.assign({ ...room }, changes);
  for (const name of cleared) Object.assign(changed, { [name]: [] });
  return { ...state, rooms: { ...state.rooms, [room_id]: changed } };
}

function changeMembers(
  state: State,
  room: number,
  change: (members: readonly User[]) => readonly User[],
): State {
  const known = state.rooms[room];
  if (known === undefined) return state;
  return { ...state, rooms: { ...state.rooms, [room]: { ...known, members: change(known.members ?? []) } } };
}
