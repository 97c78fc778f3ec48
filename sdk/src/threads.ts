/** What a client knows of threads: those that it was told of, and what stands at the messages they were opened under. */

import type { Message, Room, Thread, ThreadUpdateEvent } from "./gen/protocol.ts";
import { index, type State, without, withReceipt } from "./state.ts";

/** A thread was opened, or one follows it from now on. */
export function withThread(state: State, room: Room): State {
  return { ...state, rooms: { ...state.rooms, [room.id]: room } };
}

/** A thread was opened: the message under which it stands says so. */
export function threadOpened(state: State, room: Room): State {
  const following = room.owner_id === state.user?.id;
  const known = withThread(state, following ? { ...room, following } : room);
  if (!room.message_id || room.parent_id === undefined) return known;
  const thread: Thread = { room_id: room.id, name: room.name, ...countsOf(room) };
  return changeMessages(known, room.parent_id, (message) =>
    message.id === room.message_id ? { ...message, thread } : message,
  );
}

/** One follows a thread from now on, and has missed nothing in it. */
export function threadJoined(state: State, room: Room): State {
  const known = withThread(state, { ...room, following: true });
  const receipt = state.receipts[room.id]?.[state.user?.id ?? 0];
  if (receipt === undefined) return known;
  const { unread: _unread, mentions: _mentions, ...marks } = receipt;
  return { ...known, receipts: withReceipt(state.receipts, marks) };
}

/** What the message says under which a thread stands. */
export function threadChanged(state: State, event: ThreadUpdateEvent): State {
  const { room_id, parent_id, name, archived, locked, deleted } = event;
  if (deleted === true) return threadGone(state, parent_id, room_id);
  return changeThread(state, parent_id, room_id, (thread) => ({
    ...thread,
    ...(name === undefined ? {} : { name }),
    ...(archived === undefined ? {} : { archived }),
    ...(locked === undefined ? {} : { locked }),
  }));
}

/** A message came: one more in its thread, counted before it is among the known ones. `parent` is its stream. */
export function countInThread(state: State, parent: number, message: Message): State {
  const { channel_id: id, n = 0, created = 0 } = message;
  if (parent === id || parent === 0 || message.deleted) return state;
  const room = state.rooms[id];
  const more = <T extends { message_count?: number; last_activity?: number }>(counted: T): T => ({
    ...counted,
    message_count: (counted.message_count ?? 0) + 1,
    last_activity: Math.max(counted.last_activity ?? 0, created),
  });
  if (room === undefined) return changeThread(state, parent, id, more);
  // What a state knows that was told after it was counted there.
  if (n <= (room.last_n ?? 0)) return state;
  const counted = more(room);
  return changeThread(withThread(state, counted), parent, id, (thread) => ({
    ...thread,
    ...countsOf(counted),
  }));
}

/** A room is gone: with its threads. */
export function withoutThreadsOf(state: State, parent: number): State {
  const threads = Object.values(state.rooms).filter((room) => isThreadOf(room, parent));
  return threads.reduce((left, { id }) => withoutRoom(left, id), state);
}

/** A room and all that is known of it are gone. */
export function withoutRoom(state: State, id: number): State {
  return {
    ...state,
    rooms: without(state.rooms, id),
    messages: without(state.messages, id),
    receipts: without(state.receipts, id),
    positions: without(state.positions, id),
    typing: without(state.typing, id),
    calls: without(state.calls, id),
    voices: index(
      Object.values(state.voices).filter(({ room_id }) => room_id !== id),
      ({ user }) => user.id,
    ),
  };
}

function isThreadOf({ kind, parent_id }: Room, parent: number): boolean {
  return kind === "thread" && parent_id === parent;
}

function threadGone(state: State, parent: number, id: number): State {
  return changeMessages(withoutRoom(state, id), parent, (message) => {
    if (message.thread?.room_id !== id) return message;
    const { thread: _gone, ...rest } = message;
    return rest;
  });
}

function countsOf({ message_count = 0, last_activity = 0 }: Room) {
  return { message_count, last_activity };
}

function changeThread(state: State, parent: number, id: number, change: (thread: Thread) => Thread): State {
  return changeMessages(state, parent, (message) =>
    message.thread?.room_id === id ? { ...message, thread: change(message.thread) } : message,
  );
}

function changeMessages(state: State, room: number, change: (message: Message) => Message): State {
  const known = state.messages[room];
  return known === undefined
    ? state
    : { ...state, messages: { ...state.messages, [room]: known.map(change) } };
}
