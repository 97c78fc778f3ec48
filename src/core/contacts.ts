/** Contacts: numbers with the names by which somebody knows them. Nobody learns whose contact they are but by having each other's. */

import { Type } from "typebox";
import { requireCaller } from "./authorize.ts";
import { command, fields, happened } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import { NumberSchema } from "./phones.ts";
import type { Contact } from "./tx/contacts.ts";
import type { Tx } from "./tx/tx.ts";

/** Most contacts of one user. */
export const MAX_CONTACTS = 5_000;
/** Most numbers that one call asks about. */
export const MAX_NUMBERS = 2_000;
/** Longest part of a name, in UTF-16 code units. */
export const MAX_NAME_PART = 64;

const part = Type.String({ maxLength: MAX_NAME_PART });
const key = Type.String({ minLength: 1, maxLength: 64 });

/** A contact, and the user whose number it is; null = nobody's whom the caller may know of. */
export interface Known {
  readonly contact: Contact;
  readonly user: Id | null;
}

/** Keep a contact under a key of the caller's choice, in place of what was there. Faults: `limit_reached`. */
export const contactPut = command(
  "change",
  fields({ key, number: NumberSchema, first: part, last: part }),
  async (tx, actor, input) => {
    const { id: owner } = requireCaller(await tx.callerOf(actor));
    const before = await tx.contact(owner, input.key);
    if (before === null && (await tx.countContacts(owner)) >= MAX_CONTACTS) throw tooMany();
    const contact = { owner, ...input };
    await tx.putContact(contact);
    const reply = (await known(tx, actor, [contact]))[0] ?? { contact, user: null };
    return { reply, events: changes(tx, actor, before === null ? [] : [before], [contact]) };
  },
);

/** Forget one of one's contacts; one that is not there is gone already. */
export const contactDelete = command("change", fields({ key }), async (tx, actor, input) => {
  const { id: owner } = requireCaller(await tx.callerOf(actor));
  const before = await tx.contact(owner, input.key);
  await tx.deleteContact(owner, input.key);
  return { reply: null, events: changes(tx, actor, before === null ? [] : [before], []) };
});

/** One's own contacts. */
export const contactsGet = command("read", fields({}), async (tx, actor) => {
  const { id: owner } = requireCaller(await tx.callerOf(actor));
  return { reply: await known(tx, actor, await tx.contactsOf(owner)), events: [] };
});

/** The user with a number, of those whom the caller may know of; null for none. */
export const phoneFind = command(
  "read",
  fields({ number: NumberSchema }),
  async (tx, actor, { number }): Promise<{ reply: Id | null; events: [] }> => {
    requireCaller(await tx.callerOf(actor));
    return { reply: (await usersAmong(tx, actor, [number])).get(number) ?? null, events: [] };
  },
);

/**
 * Put a phone book in the place of the one before, or beside what stands there. Of the numbers those alone are kept whose users the caller may know
 * of: the others' owners never agreed to it. Faults: `limit_reached`.
 */
export const phoneBookPut = command(
  "change",
  fields({
    entries: Type.Array(fields({ number: NumberSchema, first: part, last: part }), { maxItems: MAX_NUMBERS }),
    replace: Type.Boolean(),
  }),
  async (tx, actor, { entries, replace }) => {
    const { id: owner } = requireCaller(await tx.callerOf(actor));
    const before = await tx.contactsOf(owner);
    const keys = new Set(before.map((contact) => contact.key));
    if (replace) await tx.deletePhoneBook(owner);
    const users = await usersAmong(
      tx,
      actor,
      entries.map(({ number }) => number),
    );
    const kept = new Map(entries.map((entry) => [entry.number, entry]));
    const reply: Known[] = [];
    for (const { number, first, last } of kept.values()) {
      const user = users.get(number);
      if (user === undefined || user === owner) continue;
      const contact = { owner, key: number, number, first, last };
      if (replace || !keys.has(number)) await tx.putContact(contact);
      reply.push({ contact, user });
    }
    const after = await tx.contactsOf(owner);
    if (after.length > MAX_CONTACTS) throw tooMany();
    return { reply, events: changes(tx, actor, before, after) };
  },
);

/** Of some numbers, those whose users have the caller's number in turn. */
export const mutualNumbers = command(
  "read",
  fields({ numbers: Type.Array(NumberSchema, { maxItems: MAX_NUMBERS }) }),
  async (tx, actor, { numbers }): Promise<{ reply: { number: string; user: Id }[]; events: [] }> => {
    const { id } = requireCaller(await tx.callerOf(actor));
    const [own] = await tx.phonesOf([id]);
    if (own === undefined) return { reply: [], events: [] };
    const users = await usersAmong(tx, actor, numbers);
    const having = await tx.ownersOfContact(own.number, [...users.keys()]);
    const reply = having.flatMap(({ number }) => {
      const user = users.get(number);
      return user === undefined || user === id ? [] : [{ number, user }];
    });
    return { reply, events: [] };
  },
);

/** What tells the owner's other connections that there is a difference. */
function changes(tx: Tx, actor: Actor, before: readonly Contact[], after: readonly Contact[]): Event[] {
  const toText = (contacts: readonly Contact[]): string =>
    JSON.stringify(contacts.map(({ key, number, first, last }) => [key, number, first, last]));
  if (toText(before) === toText(after)) return [];
  return [{ ...happened(tx, actor, actor.user), type: "contacts_update" }];
}

async function known(tx: Tx, actor: Actor, contacts: readonly Contact[]): Promise<Known[]> {
  const users = await usersAmong(
    tx,
    actor,
    contacts.map(({ number }) => number),
  );
  return contacts.map((contact) => ({ contact, user: users.get(contact.number) ?? null }));
}

/** Users by their numbers, of those whom the caller may know of. */
async function usersAmong(tx: Tx, actor: Actor, numbers: readonly string[]): Promise<Map<string, Id>> {
  const found = numbers.length === 0 ? [] : await tx.usersByPhones(numbers);
  if (found.length === 0) return new Map();
  const { known } = await tx.loadAcquaintances(
    actor,
    found.map(({ user }) => user),
  );
  const seen = new Set(known.map(({ id }) => id));
  return new Map(found.filter(({ user }) => seen.has(user)).map(({ user, number }) => [number, user]));
}

function tooMany(): Fault {
  return new Fault("limit_reached", `There are at most ${MAX_CONTACTS} contacts`);
}
