/** Automatic rules. */

import type { AutomodAction, AutomodRule as CoreAutomodRule } from "../../../core/model/moderation.ts";
import type { AutomodRule } from "../gen/gateway.ts";
import { make } from "../make.ts";
import { entry, idOrNull, PAGE } from "./entry.ts";

export const automod = {
  automod_set: entry(
    "automod_set",
    ({ rule, remove_id }, { space }) => ({
      space,
      rule: rule === undefined ? null : fromRule(rule),
      remove: idOrNull(remove_id),
    }),
    ({ rule, rules }) =>
      rule === null ? { rules: rules.map(toRule) } : { rule: toRule(rule), rules: rules.map(toRule) },
  ),
  automod_test: entry(
    "automod_test",
    ({ rule, content, room_id, limit }, { space }) => ({
      space,
      rule: rule === undefined ? null : fromRule(rule),
      text: content,
      room: idOrNull(room_id),
      limit: limit === 0 ? PAGE : limit,
    }),
    (found) => ({
      matches: found.map(({ rule, matched, message }) =>
        make("AutomodMatch", {
          rule_id: rule.id,
          rule: rule.name,
          action: rule.action,
          matched,
          message_id: message ?? 0,
        }),
      ),
    }),
  ),
} as const;

function fromRule(rule: AutomodRule) {
  return {
    id: idOrNull(rule.id),
    name: rule.name,
    enabled: rule.enabled,
    // An action of no meaning is left to the core, which refuses it.
    action: rule.action as AutomodAction,
    words: rule.words,
    links: rule.links,
    allowedLinks: rule.allowed_links,
    maxMentions: rule.max_mentions,
    dryRun: rule.dry_run,
    timeoutMs: rule.timeout_ms,
    rooms: rule.room_ids,
    exemptRooms: rule.exempt_room_ids,
    exemptRoles: rule.exempt_role_ids,
    names: rule.names,
  };
}

function toRule(rule: CoreAutomodRule): AutomodRule {
  const { id, name, enabled, action, words, links, names } = rule;
  return make("AutomodRule", {
    id,
    name,
    enabled,
    action,
    words: [...words],
    links: [...links],
    allowed_links: [...rule.allowedLinks],
    dry_run: rule.dryRun,
    timeout_ms: rule.timeoutMs,
    room_ids: [...rule.rooms],
    exempt_role_ids: [...rule.exemptRoles],
    max_mentions: rule.maxMentions,
    exempt_room_ids: [...rule.exemptRooms],
    names,
  });
}
