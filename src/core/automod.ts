/** Automatic rules: what is checked before anything is stored or told, and what then happens. */

import { record } from "./audit.ts";
import { may, type Standing, standingIn } from "./authorize.ts";
import { breach } from "./automod-match.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault } from "./faults.ts";
import { memberUpdated } from "./member-update.ts";
import type { Id } from "./model/ids.ts";
import type { Mentions, Message } from "./model/messages.ts";
import type { AutomodAction, AutomodRule } from "./model/moderation.ts";
import type { Actor } from "./model/users.ts";
import { reportByRule } from "./reports.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** A rule and what breaks it. */
export interface Breach {
  readonly rule: AutomodRule;
  readonly matched: string;
}

/** What the rules say of a text that they let through, or that leaves a tombstone. */
export interface Verdict {
  readonly breaches: readonly Breach[];
  /** Its text is not kept and not told. */
  readonly removed: boolean;
}

const PASSED: Verdict = { breaches: [], removed: false };

/**
 * Whether what somebody is about to say in a place may be said there. Who may change the rules is under none.
 *
 * Faults: `forbidden`, with the rule's name: nothing is stored.
 */
export async function judge(
  tx: Tx,
  place: Place,
  author: Id,
  text: string,
  mentions: Mentions | null,
): Promise<Verdict> {
  const { space } = place.room;
  const rules = space === null ? [] : await tx.automodRulesOf(space);
  if (rules.length === 0) return PASSED;
  const standing = standingIn(place, author);
  const here = [place.room.id, place.stream];
  const breaches: Breach[] = [];
  for (const rule of rules) {
    if (!rule.enabled || !applies(rule, here) || isExempt(rule, standing, tx.now)) continue;
    const matched = breach(rule, text, mentions);
    if (matched !== null) breaches.push({ rule, matched });
  }
  const refused = breaches.find(({ rule }) => rule.action === "refuse" && !rule.dryRun);
  if (refused !== undefined) throw refusal(refused.rule);
  return { breaches, removed: breaches.some(({ rule }) => !rule.dryRun && REMOVES.has(rule.action)) };
}

/**
 * Whether a name may be used in a space.
 *
 * Faults: `forbidden`, with the rule's name.
 */
export async function requireGoodName(tx: Tx, space: Id, standing: Standing, name: string): Promise<void> {
  if (name === "") return;
  for (const rule of await tx.automodRulesOf(space)) {
    const silent = !rule.enabled || !rule.names || rule.dryRun || isExempt(rule, standing, tx.now);
    if (!silent && breach(rule, name, null) !== null) throw refusal(rule);
  }
}

/** What follows from the breaches of a message that was taken: reports, a timeout, and a record of it. */
export async function follow(
  tx: Tx,
  actor: Actor,
  place: Place,
  message: Message,
  { breaches }: Verdict,
): Promise<Happening[]> {
  const events: Happening[] = [];
  for (const { rule, matched } of breaches) {
    if (rule.dryRun || rule.action === "report") {
      const what = rule.dryRun ? `Dry run of "${rule.name}" (${rule.action})` : `"${rule.name}"`;
      events.push(...(await reportByRule(tx, actor, place, rule, message, `${what}: ${matched}`)));
      continue;
    }
    if (rule.action === "timeout") events.push(...(await silence(tx, actor, rule, message.author.id)));
    const space = await tx.spaceById(rule.space);
    const after = { rule: rule.id, action: rule.action, message: message.id };
    const act = { action: "automod_act", target: message.author.id, after } as const;
    if (space !== null) events.push(await record(tx, actor, space, act));
  }
  return events;
}

const REMOVES: ReadonlySet<AutomodAction> = new Set(["delete", "timeout"]);

function applies({ rooms, exemptRooms }: AutomodRule, here: readonly Id[]): boolean {
  const isHere = (room: Id): boolean => here.includes(room);
  return (rooms.length === 0 || rooms.some(isHere)) && !exemptRooms.some(isHere);
}

function isExempt({ exemptRoles }: AutomodRule, standing: Standing, now: number): boolean {
  return standing.roles.some(({ id }) => exemptRoles.includes(id)) || may(standing, "manage_automod", now);
}

/** Times somebody out, unless they are for longer. */
async function silence(
  tx: Tx,
  actor: Actor,
  { space, timeoutMs }: AutomodRule,
  user: Id,
): Promise<Happening[]> {
  const member = await tx.findMember(space, user);
  const until = tx.now + timeoutMs;
  if (member === null || member.timeoutUntil >= until) return [];
  const changed = { ...member, timeoutUntil: until };
  await tx.updateMember(space, changed);
  await tx.setTimer({ kind: "timeout_end", subject: space, user, due: until });
  return [memberUpdated(tx, actor, space, changed, "timeout"), timerSet(until)];
}

function refusal({ name }: AutomodRule): Fault {
  return new Fault("forbidden", `The rule "${name}" of this space does not let this through`);
}
