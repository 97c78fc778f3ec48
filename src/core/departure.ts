/** The end of an account, with or without its messages, and what it takes along: its own data. */

import { Type } from "typebox";
import { fields, IdSchema, serverCommand } from "./command.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { leaveGroup } from "./groups.ts";
import { depart } from "./leaving.ts";
import { erase } from "./message-removal.ts";
import type { Id } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { Actor, User } from "./model/users.ts";
import { audienceOf, loadProfile, profileUpdated } from "./profiles.ts";
import { MAX_SWEPT_LENGTH } from "./sweeping.ts";
import { accessEnded } from "./tokens.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** Most messages that one step erases or gives. */
export const MAX_STEP = 200;

/** What stands in the place of somebody who is gone. */
export const GONE_NAME = "Deleted user";

/**
 * Erase some of a user's messages, with ids above `after`: fewer when they are long, for their texts are taken
 * out of the indexes. The reply says where to go on, null = no more.
 */
export const messagesErase = serverCommand(
  "change",
  fields({ user: IdSchema, after: Type.Integer() }),
  async (tx, _actor, { user: id, after }) => {
    const user = await tx.callerOf(actorFor(id));
    if (user === null) return { reply: { next: null }, events: [] };
    const messages = await tx.messagesBy(id, after, MAX_STEP);
    const events: Happening[] = [];
    let length = 0;
    for (const message of messages) {
      const { place } = await tx.loadMessage(actorFor(id), message.id);
      if (place !== null) events.push(await erase(tx, actorFor(id), { caller: user, place }, message));
      length += message.text.length;
      if (length >= MAX_SWEPT_LENGTH) return { reply: { next: message.id }, events };
    }
    return { reply: { next: nextOf(messages) }, events };
  },
);

/**
 * End an account: its bots, memberships, sign-ins and names. Its messages stay as somebody's who is gone.
 *
 * Faults: `forbidden` while the user owns a space.
 */
export const accountDelete = serverCommand(
  "change",
  fields({ user: IdSchema }),
  async (tx, _actor, { user: id }) => {
    const user = await tx.callerOf(actorFor(id));
    if (user === null) return { reply: null, events: [] };
    if (await tx.ownsSpace(id)) throw new Fault("forbidden", "The owner of a space passes it on first");
    const events: Happening[] = [];
    for (const bot of await tx.botsOf(id)) events.push(...(await end(tx, bot)));
    return { reply: null, events: [...events, ...(await end(tx, user))] };
  },
);

/** Whether the user owns a space, which has to be passed on before the account ends. */
export const ownsSpace = serverCommand("read", fields({ user: IdSchema }), async (tx, _actor, { user }) => ({
  reply: await tx.ownsSpace(user),
  events: [],
}));

async function end(tx: Tx, user: User): Promise<Happening[]> {
  const actor = actorFor(user.id);
  const events: Happening[] = [];
  const audience = await audienceOf(tx, user.id);
  for (const room of await tx.directRoomsOf(user.id)) {
    if (room.kind === "group") events.push(...(await leaveGroup(tx, actor, room.id, user, "deleted")));
  }
  for (const space of await tx.spacesOf(user.id)) {
    events.push(...(await depart(tx, actor, space, refOf(user), "deleted")));
  }
  await tx.deleteTokensOf(user.id, tx.now);
  await tx.deleteSessionsOf(user.id, null);
  await tx.emptyDrawers(user.id);
  await tx.forgetPhone(user.id);
  await tx.forgetContacts(user.id);
  await tx.endUser(user.id, `deleted-${user.id}`, GONE_NAME, tx.now);
  events.push(...profileUpdated(tx, actor, audience, await loadProfile(tx, user.id)));
  return [...events, accessEnded(user.id, null)];
}

/** One page of what a user may take along, in the order of the messages' ids. */
export const accountExport = serverCommand(
  "read",
  fields({ user: IdSchema, after: Type.Integer({ minimum: 0 }) }),
  async (tx, _actor, { user: id, after }) => {
    const user = await tx.callerOf(actorFor(id));
    if (user === null) throw new Fault("unauthenticated", "The account is gone");
    const messages = await tx.messagesBy(id, after, MAX_STEP);
    const start = after > 0 ? null : await ownData(tx, user);
    return { reply: { start, messages, next: nextOf(messages) }, events: [] };
  },
);

async function ownData(tx: Tx, user: User) {
  const [phone] = await tx.phonesOf([user.id]);
  const [names] = await tx.givenNamesOf([user.id]);
  return {
    user,
    spaces: await tx.spacesOf(user.id),
    settings: await tx.settingsOf(user.id),
    phone: phone?.number ?? null,
    names: names === undefined ? null : { first: names.first, last: names.last },
    contacts: (await tx.contactsOf(user.id)).map(({ number, first, last }) => ({ number, first, last })),
  };
}

/** Where the next step begins; null when this was the last. */
function nextOf(messages: readonly Message[]): Id | null {
  return messages.length === MAX_STEP ? (messages.at(-1)?.id ?? null) : null;
}

function actorFor(user: Id): Actor {
  return { user, token: 0, session: 0 };
}
