/**
 * Ids of the wire (`docs/protocols/big.md` section 3): each is a function of one of ours, so that they are the same
 * for ever and there is nothing to look up. A user's has 21 characters, a room's 24.
 */

import type { Id } from "../../core/model/ids.ts";

const USER_LENGTH = 21;
const ROOM_LENGTH = 24;

export function toUserId(id: Id): string {
  return String(id).padStart(USER_LENGTH, "0");
}

/** Of a group, or of a room of a space. A dialog is called by the other user's id. */
export function toRoomId(id: Id): string {
  return String(id).padStart(ROOM_LENGTH, "0");
}

/** What an id names: a user, for the dialog with them, or a room; null for what can be no id of ours. */
export function fromChatId(text: string): { readonly of: "user" | "room"; readonly id: Id } | null {
  if (text.length !== USER_LENGTH && text.length !== ROOM_LENGTH) return null;
  if (!/^0*[1-9]\d{0,15}$/.test(text)) return null;
  const id = Number(text);
  if (!Number.isSafeInteger(id)) return null;
  return { of: text.length === USER_LENGTH ? "user" : "room", id };
}

/** The user that an id names; null for what can be no user's. */
export function fromUserId(text: string): Id | null {
  const found = fromChatId(text);
  return found?.of === "user" ? found.id : null;
}

/** The id that its sender gave a message; one made of its own where the sender, or another dialect, gave none. */
export function clientIdOf({ id, nonce }: { readonly id: Id; readonly nonce: string | null }): string {
  return nonce ?? `k-${id}`;
}

/** The same of what an edit or a deletion left in the conversation. */
export function entryIdOf({
  id,
  n,
  nonce,
  kind,
}: {
  readonly id: Id;
  readonly n: number;
  readonly nonce: string | null;
  readonly kind: "edit" | "deletion";
}): string {
  if (nonce !== null) return nonce;
  const digits = id.toString(36).padStart(10, "0");
  return kind === "edit" ? `edit-${n}-${digits.slice(-10)}` : `dlt-${n}-${digits.slice(-3)}`;
}
