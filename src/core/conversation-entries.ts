/** Edits and deletions as entries of the conversation, for wires that count them as messages. */

import type { Entry, EntryRef, Message } from "./model/messages.ts";
import type { UserRef } from "./model/users.ts";
import type { NewEntry } from "./tx/messages.ts";
import type { Tx } from "./tx/tx.ts";

/** Earlier versions that are kept of one message; the oldest go. */
export const MAX_REVISIONS = 100;

/** Stores what an edit or a deletion leaves in the conversation. */
export async function enterConversation(
  tx: Tx,
  kind: Entry["kind"],
  { id: author }: Pick<UserRef, "id">,
  { id, n, nonce: original, room }: Message,
  nonce: string | null,
): Promise<EntryRef> {
  const of = { id, n, nonce: original };
  const entry: NewEntry = { id: tx.newId(), n: 0, created: tx.now, nonce, of, room, kind, author };
  await tx.appendEntry(entry);
  return entry;
}

/** Whether the author edited the message with the nonce before. */
export async function wasDone(tx: Tx, { id }: Message, author: UserRef, nonce: string): Promise<boolean> {
  const entries = await tx.entriesOf(id, MAX_REVISIONS);
  return entries.some((entry) => entry.nonce === nonce && entry.author.id === author.id);
}
