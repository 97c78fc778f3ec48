/** What users say of themselves: names, pictures, lines of their profile. */

import { Type } from "typebox";
import { require, requireCaller, requireMember, standingInSpace } from "./authorize.ts";
import { requireGoodName } from "./automod.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault } from "./faults.ts";
import { memberUpdated } from "./member-update.ts";
import { loadTarget, requireNickname } from "./members.ts";
import type { Id } from "./model/ids.ts";
import type { Member } from "./model/spaces.ts";
import type { Actor, Profile, ProfileField } from "./model/users.ts";
import type { Tx } from "./tx/tx.ts";
import { type ImageBounds, PictureSchema, usePicture } from "./use-image.ts";

/** Longest display name, in code points. */
export const MAX_NAME = 64;
/** Longest text about oneself, in code points. */
export const MAX_BIO = 1_000;
/** Longest lasting line, in code points. */
export const MAX_STATUS_LINE = 200;
/** Most further lines of a profile. */
export const MAX_FIELDS = 10;
/** Longest name of a further line, in code points. */
export const MAX_FIELD_NAME = 32;
/** Longest value of a further line, in code points. */
export const MAX_FIELD_VALUE = 200;

export const AVATAR: ImageBounds = { bytes: 4 * 1024 * 1024, side: 2_048 };
const BANNER: ImageBounds = { bytes: 8 * 1024 * 1024, side: 4_096 };

const text = Type.Union([Type.String(), Type.Null()]);

/**
 * Change one's own profile; null leaves a field. The nickname is that in a space, with `change_nickname` there.
 * Pictures are the caller's own uploads; 0 removes one.
 *
 * Faults: `not_found` (upload, space), `forbidden` (nickname), `invalid`.
 */
export const profileUpdate = command(
  "change",
  fields({
    /** Of the nickname. */
    space: IdSchema,
    name: text,
    bio: text,
    statusText: text,
    color: Type.Union([Type.Integer({ minimum: 0, maximum: 0xff_ff_ff }), Type.Null()]),
    nickname: text,
    avatar: Type.Union([PictureSchema, Type.Null()]),
    banner: Type.Union([PictureSchema, Type.Null()]),
    fields: Type.Union([
      Type.Array(fields({ name: Type.String(), value: Type.String() }), { maxItems: MAX_FIELDS }),
      Type.Null(),
    ]),
  }),
  async (tx, actor, input) => {
    const { id } = requireCaller(await tx.callerOf(actor));
    const old = await loadProfile(tx, id);
    const wished: Profile = {
      ...old,
      name: input.name === null ? old.name : requireDisplayName(input.name),
      bio: input.bio === null ? old.bio : requireBio(input.bio),
      statusText:
        input.statusText === null ? old.statusText : requireLine(input.statusText, MAX_STATUS_LINE, "status"),
      color: input.color ?? old.color,
      fields: input.fields === null ? old.fields : input.fields.map(requireField),
    };
    if (wished.name !== old.name) await requireGoodEverywhere(tx, actor, wished.name);
    const member = input.nickname === null ? null : await renamed(tx, actor, input.space, input.nickname);
    const profile: Profile = {
      ...wished,
      avatar:
        input.avatar === null ? old.avatar : await usePicture(tx, id, input.avatar, "avatar", id, AVATAR),
      banner:
        input.banner === null ? old.banner : await usePicture(tx, id, input.banner, "banner", id, BANNER),
    };
    const events: Event[] = [];
    if (JSON.stringify(profile) !== JSON.stringify(old)) {
      await tx.updateProfile(profile);
      events.push(...profileUpdated(tx, actor, await audienceOf(tx, id), profile));
      if (profile.name !== old.name || profile.avatar !== old.avatar)
        events.push(...(await followPerson(tx, profile)));
    }
    if (member !== null) {
      await tx.updateMember(input.space, member);
      events.push(memberUpdated(tx, actor, input.space, { ...member, user: profile }, "nickname"));
    }
    return { reply: profile, events };
  },
);

/**
 * The streams on which a user's profile is told: spaces, and those of partners who may be in none of these. A partner
 * who shares a space as well and is in it is told twice, for what is kept for them must reach them elsewhere too.
 */
export async function audienceOf(tx: Tx, user: Id): Promise<readonly Id[]> {
  const { spaces, partners } = await tx.presenceAudience(user);
  return [...spaces, ...partners.map((partner) => partner.user)];
}

/** Tells a profile, as it is now, on each of the streams. */
export function profileUpdated(
  tx: Tx,
  actor: Actor | null,
  streams: readonly Id[],
  profile: Profile,
): Event[] {
  return streams.map((stream) => ({
    ...happened(tx, actor, stream),
    type: "user_update",
    user: profile.id,
    profile,
    settings: null,
  }));
}

/** What is this person's on other networks has their new name and picture too. */
async function followPerson(tx: Tx, person: Profile): Promise<Event[]> {
  const events: Event[] = [];
  for (const { ghost } of await tx.identitiesOf(person.id))
    events.push(...(await shownAs(tx, ghost, person)));
  return events;
}

/** Gives a ghost a name and a picture, and tells those who know it. */
export async function shownAs(
  tx: Tx,
  ghost: Id,
  { name, avatar }: Pick<Profile, "name" | "avatar">,
): Promise<Event[]> {
  const profile: Profile = { ...(await loadProfile(tx, ghost)), name, avatar };
  await tx.updateProfile(profile);
  return profileUpdated(tx, null, await audienceOf(tx, ghost), profile);
}

/** The profile of somebody who is known to be there. */
export async function loadProfile(tx: Tx, id: Id): Promise<Profile> {
  const [profile] = await tx.profilesByIds([id]);
  if (profile === undefined) throw new Error(`The user ${id} is gone in the midst of a command`);
  return profile;
}

/** The caller as a member with the nickname; null when it is theirs already. */
async function renamed(tx: Tx, actor: Actor, id: Id, wished: string): Promise<Member | null> {
  const { caller, space, standing } = requireMember(await tx.loadSpace(actor, id));
  const nickname = requireNickname(wished);
  require(standing, "change_nickname", tx.now);
  const { member } = await loadTarget(tx, space.id, caller.id);
  if (member.nickname === nickname) return null;
  await requireGoodName(tx, space.id, standing, nickname);
  return { ...member, nickname };
}

/** One name is shown in all of one's spaces. Faults: `forbidden` (a rule of one of them). */
async function requireGoodEverywhere(tx: Tx, actor: Actor, name: string): Promise<void> {
  for (const id of await tx.spacesOf(actor.user)) {
    const standing = standingInSpace(await tx.loadSpace(actor, id), actor.user);
    await requireGoodName(tx, id, standing, name);
  }
}

/** A name to be shown, as it is stored. Faults: `invalid`. */
export function requireDisplayName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || [...trimmed].length > MAX_NAME || /\p{Cc}/u.test(trimmed)) {
    throw new Fault("invalid", `A name has 1 to ${MAX_NAME} characters and no control characters`);
  }
  return trimmed;
}

/** Faults: `invalid`. */
function requireBio(bio: string): string {
  if ([...bio].length > MAX_BIO) {
    throw new Fault("invalid", `What you say about yourself has at most ${MAX_BIO} characters`);
  }
  return bio;
}

/** Faults: `invalid`. */
function requireLine(line: string, most: number, what: string): string {
  const trimmed = line.normalize("NFC").trim();
  if ([...trimmed].length > most || /\p{Cc}/u.test(trimmed)) {
    throw new Fault("invalid", `A ${what} has at most ${most} characters and no control characters`);
  }
  return trimmed;
}

/** Faults: `invalid`. */
function requireField({ name, value }: ProfileField): ProfileField {
  const line = {
    name: requireLine(name, MAX_FIELD_NAME, "field's name"),
    value: requireLine(value, MAX_FIELD_VALUE, "field's value"),
  };
  if (line.name === "") throw new Fault("invalid", "A field has a name");
  return line;
}
