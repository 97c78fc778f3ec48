/** What was typed and not sent, by room: kept by the browser, gone when it is sent. */

import { type Account, keyOf } from "./account.ts";

export function readDraft(account: Account, room: number): string {
  try {
    return localStorage.getItem(keyOf(account, `draft.${room}`)) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(account: Account, room: number, text: string): void {
  try {
    const key = keyOf(account, `draft.${room}`);
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // The browser's store is full or closed: the text stays in the field.
  }
}
