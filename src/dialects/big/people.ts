/** People as the wire shows them (`docs/protocols/big.md` section 8.5). */

import type { UserRef } from "../../core/model/users.ts";
import type { Person } from "../../core/people.ts";
import { pictureAddressOf } from "../../core/uploads.ts";
import { toUserId } from "./ids.ts";
import { NEVER_SEEN } from "./wire.ts";

/** Whose presence is asked for. */
export type IsOnline = (user: number) => boolean;

export interface Names {
  readonly firstName?: string;
  readonly lastName?: string;
}

/** Profile of section 8.5; `origin` goes before addresses of pictures. */
export function toProfile(person: Person, origin: string): Record<string, unknown> {
  const { profile } = person;
  return {
    id: toUserId(profile.id),
    ...(person.phone === null ? {} : { phoneNumber: person.phone }),
    username: profile.handle,
    ...namesOf(person),
    ...(profile.avatar === "" ? {} : { avatarUrl: avatarAddress(profile, origin) }),
    verified: false,
  };
}

/** The same with when they were seen; that is left out while they are online. */
export function toSeenProfile(person: Person, isOnline: IsOnline, origin: string): Record<string, unknown> {
  return { ...toProfile(person, origin), ...lastSeenOf(person, isOnline) };
}

/** Section 11.1. */
export function lastSeenOf({ profile, lastSeen }: Person, isOnline: IsOnline): { lastSeen?: number } {
  if (isOnline(profile.id)) return {};
  return { lastSeen: lastSeen === 0 ? NEVER_SEEN : lastSeen };
}

/**
 * What the viewer calls them in their contacts; else the parts of their name as they gave them here; else their
 * shown name as the first one. Whoever is shown by their handle alone has none.
 */
export function namesOf({ profile, names, contact }: Person): Names {
  if (contact !== null && joined(contact.first, contact.last) !== "")
    return named(contact.first, contact.last);
  if (names !== null && joined(names.first, names.last) === profile.name)
    return named(names.first, names.last);
  return profile.name.toLowerCase() === profile.handle ? {} : { firstName: profile.name };
}

function named(first: string, last: string): Names {
  return { ...(first === "" ? {} : { firstName: first }), ...(last === "" ? {} : { lastName: last }) };
}

/** First and last name as one. */
export function joined(first: string, last: string): string {
  return `${first} ${last}`.trim();
}

/** Section 8.5: the names, else the handle. */
export function displayName(person: Person): string {
  const { firstName = "", lastName = "" } = namesOf(person);
  const name = joined(firstName, lastName);
  return name === "" ? `@${person.profile.handle}` : name;
}

/** The same where only what stands beside a message is known. */
export function refName({ name, handle }: UserRef): string {
  return name.toLowerCase() === handle ? `@${handle}` : name;
}

export function avatarAddress({ avatar }: Pick<UserRef, "avatar">, origin: string): string {
  return origin + pictureAddressOf(avatar);
}
