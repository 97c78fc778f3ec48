/** Profiles and presence over HTTP (`docs/protocols/big.md` section 16.3). */

import { Type } from "typebox";
import { MAX_NAME_PART } from "../../../core/contacts.ts";
import type { Id } from "../../../core/model/ids.ts";
import { pictureAddressOf } from "../../../core/uploads.ts";
import { keyAt } from "../files.ts";
import { fromUserId } from "../ids.ts";
import { joined, namesOf, toProfile } from "../people.ts";
import { type Asking, peopleOf } from "../requests.ts";
import { BigError, SAID } from "../wire.ts";
import { type Call, signedIn } from "./calling.ts";

const text = Type.Optional(Type.String({ maxLength: 1_000 }));
const part = Type.Optional(Type.String({ maxLength: MAX_NAME_PART }));
const names = { username: text, firstName: part, lastName: part, avatarUrl: text };
const profile = Type.Object(names);
const username = Type.Object({ username: Type.String({ minLength: 1, maxLength: 100 }) });
export const peopleCalls: Readonly<Record<string, Call>> = {
  "GET /profile": signedIn({ about: "One's own profile." }, (asking) => profileOf(asking, asking.actor.user)),
  "GET /profile/:user": signedIn({ about: "Somebody's profile." }, (asking, { url }) =>
    profileOf(asking, requireUser(url.pathname.split("/").at(-1) ?? "")),
  ),
  "POST /profile": signedIn(
    { about: "Change one's own profile.", body: profile },
    async (asking, { body }) => {
      await change(asking, body);
      return await profileOf(asking, asking.actor.user);
    },
  ),
  "POST /contacts/findByUsername": signedIn(
    { about: "Find somebody by their username.", body: username },
    async (asking, { body }) => {
      const { node, actor } = asking;
      const found = await node.ask(actor, { type: "person_find", input: { handle: body.username } });
      if (found === null) throw new BigError(404, SAID.noUser);
      return await profileOf(asking, found);
    },
  ),
};

/** The profile of somebody whom the caller may know of. Throws 404. */
export async function profileOf(asking: Asking, user: Id): Promise<object> {
  const person = (await peopleOf(asking, [user])).get(user);
  if (person === undefined) throw new BigError(404, SAID.noUser);
  return toProfile(person, asking.origin);
}

/** The user that an id names. Throws 404 for what can be none. */
export function requireUser(id: string): Id {
  const user = fromUserId(id);
  if (user === null) throw new BigError(404, SAID.noUser);
  return user;
}

/** The others of one's dialogs in which something was said. */
export async function partnersOf({ node, actor, space }: Asking): Promise<Id[]> {
  const found = await node.ask(actor, { type: "chats_get", input: { space } });
  return found.flatMap(({ room, last }) =>
    room.kind === "dialog" && last !== null
      ? room.members.map(({ id }) => id).filter((id) => id !== actor.user)
      : [],
  );
}

interface Wish {
  readonly username?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly avatarUrl?: string;
}

/** Absent fields are kept, and there has to be a name. Throws 400. */
async function change(asking: Asking, wish: Wish): Promise<void> {
  const { node, actor, space, origin } = asking;
  const person = (await peopleOf(asking, [actor.user])).get(actor.user);
  if (person === undefined) throw new BigError(401, SAID.badToken);
  const old = namesOf(person);
  const first = (wish.firstName ?? old.firstName ?? "").trim();
  const last = (wish.lastName ?? old.lastName ?? "").trim();
  const name = joined(first, last);
  if (name === "") throw new BigError(400, "firstName or lastName must be defined");
  const { handle, avatar: picture } = person.profile;
  const handleWish = wish.username?.toLowerCase() ?? handle;
  if (handleWish !== handle) throw new BigError(400, "username cannot be changed here");
  const shown = picture === "" ? "" : origin + pictureAddressOf(picture);
  const avatar =
    wish.avatarUrl === undefined || wish.avatarUrl === shown ? null : await pictureAt(asking, wish.avatarUrl);
  const same = { bio: null, statusText: null, color: null, nickname: null, banner: null, fields: null };
  await node.ask(actor, { type: "profile_update", input: { space, name, avatar, ...same } });
  await node.ask(actor, { type: "name_parts", input: { first, last } });
}

/** The upload of one's own at an address; 0 for none. Throws 400. */
async function pictureAt({ node, actor, origin }: Asking, address: string): Promise<Id> {
  if (address === "") return 0;
  const key = keyAt(address, origin);
  const found = key === null ? [] : await node.ask(actor, { type: "uploads_by_key", input: { keys: [key] } });
  const [file] = found;
  if (file === undefined) throw new BigError(400, "avatarUrl is no upload of yours at this server");
  return file.id;
}
