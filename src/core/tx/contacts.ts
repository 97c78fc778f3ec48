/** What handlers need of contacts: numbers with the names by which somebody knows them. */

import type { Id } from "../model/ids.ts";
import type { Awaitable } from "./awaitable.ts";

export interface Contact {
  readonly owner: Id;
  /** Unique among the owner's; the number itself for what stands in their phone book. */
  readonly key: string;
  readonly number: string;
  readonly first: string;
  readonly last: string;
}

export interface ContactsTx {
  /** In place of the one with the key. */
  putContact(contact: Contact): Awaitable<void>;
  contact(owner: Id, key: string): Awaitable<Contact | null>;
  countContacts(owner: Id): Awaitable<number>;
  /** By key. */
  contactsOf(owner: Id): Awaitable<Contact[]>;
  deleteContact(owner: Id, key: string): Awaitable<void>;
  /** Those whose key is their number. */
  deletePhoneBook(owner: Id): Awaitable<void>;
  /** Of the numbers, whose owner has somebody's number in turn. */
  ownersOfContact(number: string, numbers: readonly string[]): Awaitable<{ number: string }[]>;
  /** All contacts of somebody who is gone. */
  forgetContacts(owner: Id): Awaitable<void>;
}
