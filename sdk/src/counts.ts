/** One's own unread messages and mentions, counted along with the events that all members get alike. */

import type { Message, Receipt } from "./gen/protocol.ts";
import { type State, withReceipt } from "./state.ts";

/** A message came: one more unread, unless it is one's own, or a tombstone by now. */
export function countNew(state: State, message: Message): State {
  return message.deleted ? state : changeBy(state, message, 1);
}

/** A message went: one less unread, when it was counted. */
export function countGone(state: State, message: Message): State {
  return changeBy(state, message, -1);
}

/** The mentions of a message changed. */
export function countMentions(state: State, before: Message, after: Message): State {
  return changeBy(changeBy(state, before, -1), after, 1);
}

function changeBy(state: State, message: Message, by: 1 | -1): State {
  const { user } = state;
  if (user === null || message.author?.id === user.id) return state;
  const receipt = state.receipts[message.channel_id]?.[user.id] ?? blank(message.channel_id, user.id);
  if ((message.n ?? 0) <= (receipt.read_n ?? 0)) return state;
  const unread = Math.max(0, (receipt.unread ?? 0) + by);
  const mentions = Math.max(0, (receipt.mentions ?? 0) + (isMentioned(state, message) ? by : 0));
  return { ...state, receipts: withReceipt(state.receipts, { ...receipt, unread, mentions }) };
}

/**
 * A mark moved. One's own is told without counts where others hear it too: then they follow from the messages
 * that are known, which is exact as far as these reach back.
 */
export function countMarked(state: State, receipt: Receipt): State {
  const { user } = state;
  if (user === null || receipt.user_id !== user.id) {
    return { ...state, receipts: withReceipt(state.receipts, receipt) };
  }
  const old = state.receipts[receipt.room_id]?.[user.id] ?? blank(receipt.room_id, user.id);
  const [from, to] = [old.read_n ?? 0, receipt.read_n ?? 0];
  const read = (state.messages[receipt.room_id] ?? []).filter(
    ({ n = 0, author }) => n > from && n <= to && author?.id !== user.id,
  );
  const isAll = to >= (state.rooms[receipt.room_id]?.last_n ?? 0);
  const unread = isAll ? 0 : Math.max(0, (old.unread ?? 0) - read.length);
  const mentioned = read.filter((message) => isMentioned(state, message)).length;
  const mentions = isAll ? 0 : Math.max(0, (old.mentions ?? 0) - mentioned);
  return { ...state, receipts: withReceipt(state.receipts, { ...receipt, unread, mentions }) };
}

function isMentioned({ user, members }: State, { mentions }: Message): boolean {
  if (user === null || mentions === undefined) return false;
  if (mentions.everyone === true || mentions.users?.some(({ id }) => id === user.id)) return true;
  const roles = members[user.id]?.role_ids ?? [];
  return mentions.role_ids?.some((role) => roles.includes(role)) ?? false;
}

function blank(room_id: number, user_id: number): Receipt {
  return { room_id, user_id, read_id: 0 };
}
