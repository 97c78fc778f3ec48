/** Making, changing and trying automatic rules. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { requireRoom, requireSpace } from "./authorize.ts";
import type { Breach } from "./automod.ts";
import { breach, EVERY_LINK } from "./automod-match.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { AutomodRule } from "./model/moderation.ts";
import { MAX_TIMEOUT } from "./timeouts.ts";
import type { Tx } from "./tx/tx.ts";
import { needleOf } from "./word-match.ts";

/** Most rules of a space. */
export const MAX_RULES = 50;
/** Most words, and most hosts, of one rule. */
export const MAX_WORDS = 500;
/** Longest word or host, in characters. */
export const MAX_WORD = 100;
/** Longest name of a rule, in code points. */
export const MAX_RULE_NAME = 64;
/** Most messages that a rule is tried on. */
export const MAX_TRIED = 200;
/** Most rooms and roles that a rule names. */
const MAX_PLACES = 500;

const words = Type.Array(Type.String({ maxLength: MAX_WORD }), { maxItems: MAX_WORDS });
const ids = Type.Array(IdSchema, { maxItems: MAX_PLACES });
const ruleSchema = fields({
  /** Null = a new one. */
  id: Type.Union([IdSchema, Type.Null()]),
  name: Type.String({ maxLength: MAX_RULE_NAME * 2 }),
  enabled: Type.Boolean(),
  action: Type.Union([
    Type.Literal("refuse"),
    Type.Literal("delete"),
    Type.Literal("timeout"),
    Type.Literal("report"),
  ]),
  words,
  links: words,
  allowedLinks: words,
  maxMentions: Type.Integer({ minimum: 0, maximum: 1_000 }),
  dryRun: Type.Boolean(),
  timeoutMs: Type.Integer({ minimum: 0, maximum: MAX_TIMEOUT }),
  rooms: ids,
  exemptRooms: ids,
  exemptRoles: ids,
  names: Type.Boolean(),
});

/**
 * Make or change a rule, remove one, or with neither list them.
 *
 * Faults: `not_found` (space, rule), `forbidden`, `invalid`, `limit_reached`.
 */
export const automodSet = command(
  "change",
  fields({
    space: IdSchema,
    rule: Type.Union([ruleSchema, Type.Null()]),
    remove: Type.Union([IdSchema, Type.Null()]),
  }),
  async (tx, actor, { space: id, rule: wished, remove }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_automod", tx.now);
    const rules = await tx.automodRulesOf(space.id);
    if (wished === null && remove === null) return { reply: { rule: null, rules }, events: [] };
    if (wished !== null && remove !== null) throw new Fault("invalid", "One thing at a time");
    const old = rules.find((one) => one.id === (remove ?? wished?.id)) ?? null;
    if (old === null && (remove !== null || wished?.id != null)) throw notFound();
    if (old === null && rules.length >= MAX_RULES)
      throw new Fault("limit_reached", `A space has at most ${MAX_RULES} rules`);
    const rule = wished === null ? null : requireRule(wished, old?.id ?? tx.newId(), space.id);
    const target = rule?.id ?? old?.id ?? 0;
    if (rule === null) await tx.deleteAutomodRule(target);
    else await tx.putAutomodRule(rule);
    const event: Event = {
      ...happened(tx, actor, space.staff),
      type: "automod_update",
      rule: target,
      deleted: rule === null,
    };
    const change = { before: noted(old), after: noted(rule) };
    const audit = await record(tx, actor, space, { action: "automod_set", target, ...change });
    return { reply: { rule, rules: await tx.automodRulesOf(space.id) }, events: [event, audit] };
  },
);

/**
 * What rules would find: in a text, and in the last messages of a room that the caller sees. Nothing is done.
 *
 * Faults: `not_found` (space, room), `forbidden`, `invalid`.
 */
export const automodTest = command(
  "read",
  fields({
    space: IdSchema,
    /** Null = all that are enabled. */
    rule: Type.Union([ruleSchema, Type.Null()]),
    text: Type.String({ maxLength: 16 * 1024 }),
    room: Type.Union([IdSchema, Type.Null()]),
    limit: Type.Integer({ minimum: 1, maximum: MAX_TRIED }),
  }),
  async (tx, actor, { space: id, rule, text, room, limit }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_automod", tx.now);
    const tried =
      rule === null
        ? (await tx.automodRulesOf(space.id)).filter(({ enabled }) => enabled)
        : [requireRule(rule, rule.id ?? 0, space.id)];
    const found: (Breach & { readonly message: Id | null })[] = [];
    for (const one of tried) {
      const matched = breach(one, text, null);
      if (matched !== null) found.push({ rule: one, matched, message: null });
    }
    for (const message of room === null ? [] : await lastOf(tx, actor, room, space.id, limit)) {
      for (const one of tried) {
        const matched = breach(one, message.text, message.mentions);
        if (matched !== null) found.push({ rule: one, matched, message: message.id });
      }
    }
    return { reply: found, events: [] };
  },
);

async function lastOf(tx: Tx, actor: Parameters<Tx["loadRoom"]>[0], room: Id, space: Id, limit: number) {
  const { place } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
  if (place.room.space !== space) throw notFound();
  return (await tx.history(room, actor.user, { latest: true }, limit)) ?? [];
}

type Wished = Omit<AutomodRule, "id" | "space"> & { readonly id: Id | null };

/** A rule as it is stored. Faults: `invalid`. */
function requireRule(wished: Wished, id: Id, space: Id): AutomodRule {
  const name = wished.name.normalize("NFC").trim();
  if (name === "" || [...name].length > MAX_RULE_NAME || /\p{Cc}/u.test(name))
    throw new Fault("invalid", `A rule's name has 1 to ${MAX_RULE_NAME} characters`);
  const nothing = wished.words.find((word) => needleOf(word) === null);
  if (nothing !== undefined)
    throw new Fault("invalid", `"${nothing}" has no letter, digit or sign that could be found`);
  if (wished.action === "timeout" && wished.timeoutMs === 0)
    throw new Fault("invalid", "Say how long the timeout lasts");
  const { words: said, maxMentions } = wished;
  const links = wished.links.map(requireHost);
  if (said.length + links.length + maxMentions === 0)
    throw new Fault("invalid", "A rule needs words, links or a bound of mentions");
  return { ...wished, id, space, name, links, allowedLinks: wished.allowedLinks.map(requireHost) };
}

/** Faults: `invalid`. */
function requireHost(text: string): string {
  const host = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/^\*\.(?=.)/, "");
  if (host !== EVERY_LINK && !/^[\p{L}\p{N}\p{M}_-]+(\.[\p{L}\p{N}\p{M}_-]+)*$/u.test(host))
    throw new Fault("invalid", `"${text}" is no name of a host`);
  return host;
}

/** A rule as the audit log has it: its name and what it does, not its lists of words. */
function noted(rule: AutomodRule | null): Readonly<Record<string, unknown>> {
  if (rule === null) return {};
  const { name, enabled, action, dryRun, words: said, links } = rule;
  return { name, enabled, action, dry_run: dryRun, words: said.length, links: links.length };
}
