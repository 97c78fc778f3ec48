/**
 * Whose a ghost is: somebody here claims one, says a code as it on its network, and from then on both are shown as one
 * (docs/protocols/flubber.md, 6). The ghost keeps its own rights: who speaks elsewhere can do what the link allows
 * there, and nothing of what the person may do here.
 */

import { record } from "./audit.ts";
import { requireCaller, requireMember, requireSpace } from "./authorize.ts";
import { shareBlocks } from "./blocks.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Identity } from "./model/outside.ts";
import type { Actor, Profile } from "./model/users.ts";
import { loadProfile, shownAs } from "./profiles.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** How long a code can be said. */
export const CLAIM_MILLIS: Millis = 600_000;
/** How often a wrong code may be said. */
const MAX_TRIES = 5;
/** Most ghosts of one person. */
const MAX_IDENTITIES = 20;

/** What is said on the network: whose account it is, so that nobody gives themselves away unknowingly, and the code. */
const PHRASE = /^koine-claim (\S{1,100}) ([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})$/i;

export interface Claim {
  /** To be said as the ghost, in a linked room or, where the network has that, to the bridge alone. */
  readonly phrase: string;
  readonly expires: Millis;
}

/**
 * Begin to claim a ghost: gives what is to be said as it, once, on its network. It takes the place of the claim that the
 * caller began before.
 *
 * Faults: `not_found` (no ghost of a backend in one of one's spaces), `forbidden` (a bot, or a ghost; somebody's
 * already), `limit_reached`.
 */
export const identityClaim = command("change", fields({ user: IdSchema }), async (tx, actor, { user }) => {
  const caller = requireCaller(await tx.callerOf(actor));
  const [ghost] = await tx.profilesByIds([user]);
  const bridge = ghost?.backend == null ? null : await tx.bridge(ghost.backend);
  if (ghost === undefined || bridge === null) throw notFound();
  requireMember(await tx.loadSpace(actor, bridge.space));
  if (caller.bot || caller.backend !== null)
    throw new Fault("forbidden", "Only a person with an account here can be somebody elsewhere too");
  if (ghost.person !== null)
    throw new Fault("forbidden", ghost.person === caller.id ? "It is you already" : "It is somebody already");
  if ((await tx.identitiesOf(caller.id)).length >= MAX_IDENTITIES)
    throw new Fault("limit_reached", `Nobody is more than ${MAX_IDENTITIES} people elsewhere`);
  const letters = tx.newCode();
  const code = [0, 4, 8].map((at) => letters.slice(at, at + 4)).join("-");
  const expires = tx.now + CLAIM_MILLIS;
  await tx.putIdentityClaim({ person: caller.id, ghost: ghost.id, tries: 0, expires }, code);
  const reply: Claim = { phrase: `koine-claim ${caller.handle} ${code}`, expires };
  return { reply, events: [] };
});

/** One's own ghosts, with the names and pictures that their networks give them. */
export const identitiesGet = command("read", fields({}), async (tx, actor) => {
  const { id } = requireCaller(await tx.callerOf(actor));
  const own = new Map((await tx.identitiesOf(id)).map((identity) => [identity.ghost, identity]));
  const reply = (await tx.profilesByIds([...own.keys()])).map((ghost): Profile => {
    const { name = ghost.name, avatar = ghost.avatar } = own.get(ghost.id) ?? {};
    return { ...ghost, name, avatar };
  });
  return { reply, events: [] };
});

/**
 * A ghost is itself again: one's own, or, with `manage_members` in its space, anybody's.
 *
 * Faults: `not_found` (nobody's, or not in sight), `forbidden`.
 */
export const identityRelease = command("change", fields({ user: IdSchema }), async (tx, actor, { user }) => {
  const caller = requireCaller(await tx.callerOf(actor));
  const identity = await tx.identityOf(user);
  if (identity === null) throw notFound();
  const facts = await tx.loadSpace(actor, identity.space);
  const { space } =
    identity.person === caller.id ? requireMember(facts) : requireSpace(facts, "manage_members", tx.now);
  const events = await release(tx, identity);
  const before = { person: identity.person };
  events.push(await record(tx, actor, space, { action: "identity_release", target: user, before }));
  return { reply: null, events };
});

/** Whether something that was said is a claim's phrase, right or wrong: nobody is told such words. */
export function isClaim(text: string): boolean {
  return PHRASE.test(plain(text));
}

/**
 * Somebody said a claim's phrase as a ghost. Where it is right, the ghost is that person's from now on. `lasting`: the
 * network says that nobody else can ever be who said it.
 */
export async function takeClaim(tx: Tx, ghost: Id, text: string, lasting: boolean): Promise<Happening[]> {
  const [, handle = "", code = ""] = PHRASE.exec(plain(text)) ?? [];
  for (const claim of await tx.identityClaimsOn(ghost, code.toLowerCase())) {
    const person = await loadProfile(tx, claim.person);
    if (person.handle.toLowerCase() !== handle.toLowerCase()) continue;
    if (!claim.right && claim.tries + 1 < MAX_TRIES) {
      await tx.setIdentityTries(person.id, claim.tries + 1);
      return [];
    }
    await tx.deleteIdentityClaim(person.id);
    if (!claim.right || claim.expires <= tx.now) return [];
    return lasting ? await bind(tx, person, await loadProfile(tx, ghost)) : [];
  }
  return [];
}

/** Nothing where something has changed since the code was asked for. */
async function bind(tx: Tx, person: Profile, ghost: Profile): Promise<Happening[]> {
  const bridge = ghost.backend === null ? null : await tx.bridge(ghost.backend);
  const space = bridge === null ? null : await tx.spaceById(bridge.space);
  if (space === null || ghost.person !== null || person.deleted !== 0) return [];
  if ((await tx.findMember(space.id, person.id)) === null) return [];
  await tx.setIdentity({
    ghost: ghost.id,
    person: person.id,
    space: space.id,
    name: ghost.name,
    avatar: ghost.avatar,
  });
  const actor: Actor = { user: person.id, token: 0, session: 0 };
  const left = { space: space.id, room: null, user: refOf(ghost), reason: "left" } as const;
  return [
    ...(await shownAs(tx, ghost.id, person)),
    ...(await shareBlocks(tx, person.id, ghost.id)),
    // In lists of members there is one of them.
    { ...happened(tx, actor, space.id), type: "member_leave", ...left },
    await record(tx, actor, space, {
      action: "identity_claim",
      target: ghost.id,
      after: { person: person.id },
    }),
  ];
}

/** Somebody is no member any more: what was theirs of the space's networks is not, and they are nobody's. */
export async function endIdentities(tx: Tx, space: Id, user: Id): Promise<Happening[]> {
  await tx.deleteIdentityClaim(user);
  const events: Happening[] = [];
  const own = await tx.identityOf(user);
  for (const identity of [...(await tx.identitiesOf(user)), ...(own === null ? [] : [own])])
    if (identity.space === space) events.push(...(await release(tx, identity)));
  return events;
}

/** Who is silenced here, or has left, is not heard by way of another network. Faults: `forbidden`. */
export async function requireHeard(tx: Tx, ghost: Id): Promise<void> {
  const behind = await tx.personBehind(ghost);
  if (behind === null) return;
  if (behind.timeoutUntil === null || behind.timeoutUntil > tx.now)
    throw new Fault("forbidden", "Who this is may not speak here at the moment");
}

async function release(tx: Tx, { ghost, space, name, avatar }: Identity): Promise<Happening[]> {
  await tx.deleteIdentity(ghost);
  const events: Happening[] = await shownAs(tx, ghost, { name, avatar });
  const member = await tx.findMember(space, ghost);
  if (member === null) return events;
  const joined = { space, room: null, user: refOf(member.user), member } as const;
  return [...events, { ...happened(tx, null, space), type: "member_join", ...joined }];
}

/** As it was said: what came from a network has marks before what is no style. */
function plain(text: string): string {
  return text.replaceAll(/[\\\u200b]/g, "").trim();
}
