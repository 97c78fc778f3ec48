/** People as others may know of them. */

import { Type } from "typebox";
import { normalizeHandle } from "./accounts.ts";
import { requireCaller } from "./authorize.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Profile } from "./model/users.ts";
import { MAX_NAME } from "./profiles.ts";

/** Most users that one call asks for. */
export const MAX_PEOPLE = 1_000;

/** Somebody as others may know of them. */
export interface Person {
  readonly profile: Profile;
  /** When others saw them last; 0 = never. */
  readonly lastSeen: Millis;
  /**
   * The number that the account is known by; null = none, or not for the asking user: it is for whoever has it among
   * their contacts, or is in a dialog or a group with them.
   */
  readonly phone: string | null;
  /** The name in two parts, as they gave it themselves; null = they never did. */
  readonly names: { readonly first: string; readonly last: string } | null;
  /** What the asking user calls them; null = they are none of their contacts. */
  readonly contact: { readonly first: string; readonly last: string } | null;
}

/** Those of the users whom the caller may know of, in any order. */
export const peopleGet = command(
  "read",
  fields({ users: Type.Array(IdSchema, { maxItems: MAX_PEOPLE }) }),
  async (tx, actor, { users }) => {
    const { caller, known } = await tx.loadAcquaintances(actor, users);
    const { id: self } = requireCaller(caller);
    const ids = known.map(({ id }) => id);
    const seen = new Map((await tx.lastSeen(ids)).map(({ user, lastSeen }) => [user, lastSeen]));
    const names = new Map((await tx.givenNamesOf(ids)).map((name) => [name.user, name]));
    const phones = new Map((await tx.phonesOf(ids)).map(({ user, number }) => [user, number]));
    const contacts = new Map(
      phones.size === 0 ? [] : (await tx.contactsOf(self)).map((contact) => [contact.number, contact]),
    );
    const near = new Set(
      phones.size === 0 ? [] : [self, ...(await tx.inRoomsWith(self, [...phones.keys()]))],
    );
    const reply = (await tx.profilesByIds(ids)).map((profile): Person => {
      const number = phones.get(profile.id) ?? null;
      const contact = number === null || profile.id === self ? undefined : contacts.get(number);
      return {
        profile,
        lastSeen: seen.get(profile.id) ?? 0,
        phone: near.has(profile.id) || contact !== undefined ? number : null,
        names: names.get(profile.id) ?? null,
        contact: contact ?? null,
      };
    });
    return { reply, events: [] };
  },
);

/** Say one's name in two parts. Which name is shown is said elsewhere: with another the parts count no more. */
export const nameParts = command(
  "change",
  fields({ first: Type.String({ maxLength: MAX_NAME }), last: Type.String({ maxLength: MAX_NAME }) }),
  async (tx, actor, { first, last }) => {
    const { id: user } = requireCaller(await tx.callerOf(actor));
    await tx.putGivenName({ user, first, last });
    return { reply: null, events: [] };
  },
);

/** The user with a handle, of those whom the caller may know of; null for none. */
export const personFind = command(
  "read",
  fields({ handle: Type.String({ maxLength: 100 }) }),
  async (tx, actor, { handle }): Promise<{ reply: Id | null; events: [] }> => {
    const found = await tx.credentialsOf(normalizeHandle(handle));
    const { caller, known } = await tx.loadAcquaintances(actor, found === null ? [] : [found.user]);
    requireCaller(caller);
    return { reply: known[0]?.id ?? null, events: [] };
  },
);

/** The random part of the address of somebody's avatar, for whoever has their id; "" for none. */
export const avatarFind = serverCommand("read", fields({ user: IdSchema }), async (tx, _actor, { user }) => {
  const [profile] = await tx.profilesByIds([user]);
  return { reply: profile?.avatar ?? "", events: [] };
});
