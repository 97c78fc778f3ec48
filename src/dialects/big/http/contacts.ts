/** Contacts over HTTP (`docs/protocols/big.md` section 16.3). */

import { Type } from "typebox";
import { type Known, MAX_NAME_PART, MAX_NUMBERS } from "../../../core/contacts.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { Person } from "../../../core/people.ts";
import { toUserId } from "../ids.ts";
import { lastSeenOf, toProfile, toSeenProfile } from "../people.ts";
import { type Asking, peopleOf } from "../requests.ts";
import { BigError, SAID } from "../wire.ts";
import { type Call, type Came, signedIn } from "./calling.ts";
import { partnersOf, profileOf } from "./people.ts";
import { isNumber, normalizeNumber, toNumber } from "./signing-in.ts";

const number = Type.String({ minLength: 1, maxLength: 64 });
const part = Type.Optional(Type.String({ maxLength: MAX_NAME_PART }));
const ignored = Type.Optional(Type.Unknown());
const key = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }));
const named = { firstName: part, lastName: part, username: ignored, avatarUrl: ignored };

const newContact = Type.Object({ phoneNumber: number, clientId: key, id: key, ...named });
const oldContact = Type.Object({ phoneNumber: Type.Optional(number), ...named });
const phoneBook = Type.Object({
  contacts: Type.Array(
    Type.Object({ phoneNumber: Type.String({ maxLength: 64 }), firstName: part, lastName: part }),
    {
      maxItems: MAX_NUMBERS,
    },
  ),
});
const phones = Type.Object({
  phoneNumbers: Type.Array(Type.String({ maxLength: 64 }), { maxItems: MAX_NUMBERS }),
});
const byPhone = Type.Object({ phoneNumber: number }, { additionalProperties: false });
const withList = Type.Object(
  { includeChatList: Type.Optional(Type.Union([Type.Literal("true"), Type.Literal("false")])) },
  { additionalProperties: false },
);

/** Shortest number of a phone book that is looked for; those for tests may be shorter. */
const SHORTEST = 6;

const contacts = signedIn(
  { about: "Contacts, and those of one's dialogs.", query: withList },
  async (asking, said) => {
    const people = await knownTo(asking, said.query.includeChatList !== "false");
    return { contacts: people.map((person) => toSeenProfile(person, asking.isOnline, asking.origin)) };
  },
);

const onlines = signedIn({ about: "Who of them is there." }, async (asking) => {
  const users = (await knownTo(asking, true)).map((person) => ({
    contact: toProfile(person, asking.origin),
    status: asking.isOnline(person.profile.id) ? "online" : "offline",
    ...lastSeenOf(person, asking.isOnline),
  }));
  return { users };
});

export const contactCalls: Readonly<Record<string, Call>> = {
  "GET /contacts": contacts,
  "GET /contacts/merged": contacts,
  "POST /contacts/onlines": onlines,
  "POST /contacts": signedIn({ about: "Save a contact.", body: newContact }, async (asking, said) => {
    const { node, actor } = asking;
    const { body } = said;
    lookUp(asking, said);
    const phone = normalizeNumber(body.phoneNumber);
    const chosen = body.clientId ?? body.id;
    // A number that nobody has is kept only under an id of the client's, by which it can be changed and forgotten.
    if (chosen === undefined && (await find(asking, phone)) === null)
      throw new BigError(400, "user with this phone number is not registered");
    const { firstName: first = "", lastName: last = "" } = body;
    const input = { key: chosen ?? phone, number: phone, first, last };
    const { contact, user } = await node.ask(actor, { type: "contact_put", input });
    const profile = user === null ? {} : { profile: await profileOf(asking, user) };
    return { result: true, id: contact.key, ...profile };
  }),
  "POST /contacts/whoIsThere": signedIn(
    { about: "Upload the phone book; gives those of it who are here.", body: phoneBook },
    async (asking, said) => {
      const { body } = said;
      if (body.contacts.length === 0) return { contacts: [] };
      lookUp(asking, said);
      const entries = body.contacts.flatMap(({ phoneNumber, firstName: first = "", lastName: last = "" }) => {
        const found = bookNumber(phoneNumber);
        return found === null ? [] : [{ number: found, first, last }];
      });
      const input = { entries, replace: true };
      const saved = await asking.node.ask(asking.actor, { type: "phone_book_put", input });
      const people = await peopleOf(asking, usersOf(saved));
      return { contacts: [...people.values()].map((person) => toProfile(person, asking.origin)) };
    },
  ),
  "POST /contacts/v2/phones": signedIn(
    { about: "Add numbers to the phone book; gives those who have one's own.", body: phones },
    async (asking, said) => {
      const { body } = said;
      lookUp(asking, said);
      const { node, actor } = asking;
      const numbers = [...new Set(body.phoneNumbers.flatMap((said) => bookNumber(said) ?? []))];
      const entries = numbers.map((found) => ({ number: found, first: "", last: "" }));
      await node.ask(actor, { type: "phone_book_put", input: { entries, replace: false } });
      const mutual = await node.ask(actor, { type: "mutual_numbers", input: { numbers } });
      return mutual.map(({ number: phoneNumber, user }) => ({
        phoneNumber,
        userId: toUserId(user),
        own: true,
        incoming: true,
      }));
    },
  ),
  "POST /contacts/findByPhoneNumber": signedIn(
    { about: "Find somebody by their number.", query: byPhone },
    async (asking, said) => {
      const { query } = said;
      lookUp(asking, said);
      // A plus that was not encoded is a space in a query.
      const user = await find(asking, normalizeNumber(query.phoneNumber.replace(/^ /, "+")));
      if (user === null) throw new BigError(404, SAID.noUser);
      return await profileOf(asking, user);
    },
  ),
  "GET /contacts/:id": signedIn({ about: "One contact, by the client's id." }, async (asking, { url }) => {
    const { contact } = await saved(asking, idIn(url));
    return toOldContact(contact);
  }),
  "POST /contacts/:id": signedIn(
    { about: "Change a contact.", body: oldContact },
    async (asking, { body, url }) => {
      const { node, actor } = asking;
      const { contact: old } = await saved(asking, idIn(url));
      const input = {
        key: old.key,
        number: body.phoneNumber === undefined ? old.number : normalizeNumber(body.phoneNumber),
        first: body.firstName ?? old.first,
        last: body.lastName ?? old.last,
      };
      const { contact } = await node.ask(actor, { type: "contact_put", input });
      return toOldContact(contact);
    },
  ),
  "DELETE /contacts/:id": signedIn({ about: "Forget a contact." }, async (asking, { url }) => {
    await asking.node.ask(asking.actor, { type: "contact_delete", input: { key: idIn(url) } });
    return {};
  }),
};

/** Those whose numbers one has, and those of one's dialogs when asked. */
async function knownTo(asking: Asking, withPartners: boolean): Promise<Person[]> {
  const own = await asking.node.ask(asking.actor, { type: "contacts_get", input: {} });
  const partners = withPartners ? await partnersOf(asking) : [];
  return [...(await peopleOf(asking, [...new Set([...usersOf(own), ...partners])])).values()];
}

/** Whoever looks for numbers may not look for all there are. Throws 429. */
function lookUp({ actor }: Asking, { services: { limit, now } }: Came): void {
  if (limit("phone_lookups", actor.user, now()) > 0) throw new BigError(429, SAID.tooFast);
}

async function find({ node, actor }: Asking, phone: string): Promise<Id | null> {
  return await node.ask(actor, { type: "phone_find", input: { number: phone } });
}

function bookNumber(said: string): string | null {
  const found = toNumber(said);
  return isNumber(found) && (found.length >= SHORTEST || found.startsWith("+9")) ? found : null;
}

function usersOf(saved: readonly Known[]): Id[] {
  return saved.flatMap(({ user }) => user ?? []);
}

async function saved({ node, actor }: Asking, id: string): Promise<Known> {
  const own = await node.ask(actor, { type: "contacts_get", input: {} });
  const found = own.find(({ contact }) => contact.key === id);
  if (found === undefined) throw new BigError(404, "Contact not found");
  return found;
}

function toOldContact({ key: id, number: phoneNumber, first, last }: Known["contact"]): object {
  return { id, phoneNumber, firstName: first, lastName: last };
}

function idIn(url: URL): string {
  try {
    const id = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
    if (id.length <= 64) return id;
  } catch {
    // No contact has such an id.
  }
  throw new BigError(404, "Contact not found");
}
