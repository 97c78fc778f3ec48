/** People as others may know of them. */

import { Type } from "typebox";
import { normalizeHandle } from "./accounts.ts";
import { requireCaller } from "./authorize.ts";
import { command, fields, IdSchema, serverCommand } from "./command.ts";
import type { Id, Millis, Profile } from "./model.ts";

/** Most users that one call asks for. */
export const MAX_PEOPLE = 1_000;

/** Somebody as others may know of them. */
export interface Person {
  readonly profile: Profile;
  /** When others saw them last; 0 = never. */
  readonly lastSeen: Millis;
  /** The number that the account is known by; null = none. */
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
    requireCaller(caller);
    const ids = known.map(({ id }) => id);
    const seen = new Map((await tx.lastSeen(ids)).map(({ user, lastSeen }) => [user, lastSeen]));
    const reply = (await tx.profilesByIds(ids)).map(
      (profile): Person => ({
        profile,
        lastSeen: seen.get(profile.id) ?? 0,
        phone: null,
        names: null,
        contact: null,
      }),
    );
    return { reply, events: [] };
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
