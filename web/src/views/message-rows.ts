/** What stands in the list of a room's messages, in order. */

import type { Message } from "../../../sdk/src/gen/protocol.ts";
import type { Outgoing } from "../state/outbox.ts";
import { isSameDay } from "../state/times.ts";
import type { Use } from "../state/uses.ts";

/** Messages of one author within this time stand under one name. */
const GROUP_MILLIS = 7 * 60_000;

export type Row =
  | { readonly key: string; readonly message: Message; readonly grouped: boolean; readonly isNewDay: boolean }
  | { readonly key: string; readonly outgoing: Outgoing; readonly grouped: boolean }
  | { readonly key: string; readonly use: Use }
  | { readonly key: "beginning" };

/** A room's rows: those that follow each other quickly stand under one name, those on their way (`self` wrote them) too. */
export function rowsOf(
  messages: readonly Message[],
  outbox: readonly Outgoing[],
  isWhole: boolean,
  firstUnread: number,
  self: number,
): readonly Row[] {
  const rows: Row[] = isWhole ? [{ key: "beginning" }] : [];
  let before: Message | undefined;
  for (const message of messages) {
    const [at, since] = [message.created ?? 0, before?.created ?? 0];
    const isNewDay = before === undefined || !isSameDay(since, at);
    const grouped =
      before !== undefined &&
      !isNewDay &&
      before.author?.id === message.author?.id &&
      before.author?.name === message.author?.name &&
      before.webhook_id === message.webhook_id &&
      at - since < GROUP_MILLIS &&
      message.reply_to === undefined &&
      isPlain(message) &&
      isPlain(before) &&
      message.id !== firstUnread;
    rows.push({ key: message.nonce || String(message.id), message, grouped, isNewDay });
    before = message;
  }
  const arrived = new Set(messages.slice(-100).map(({ nonce }) => nonce));
  let under = before?.author?.id === self && isPlain(before) ? (before.created ?? 0) : 0;
  for (const outgoing of outbox) {
    if (arrived.has(outgoing.nonce)) continue;
    const { nonce, replyTo, created } = outgoing;
    const grouped = replyTo === 0 && created - under < GROUP_MILLIS && isSameDay(under, created);
    rows.push({ key: nonce, outgoing, grouped });
    under = created;
  }
  return rows;
}

/** Said by somebody: neither the system's nor a call. */
function isPlain({ system, call }: Message): boolean {
  return system === undefined && call === undefined;
}

/** The message of a row that can have the focus; 0 = it has none. */
export function idOf(row: Row | undefined): number {
  if (row === undefined || !("message" in row)) return 0;
  return isPlain(row.message) ? row.message.id : 0;
}
