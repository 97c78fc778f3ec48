/** What of a text breaks an automatic rule. */

import type { Mentions } from "./model/messages.ts";
import type { AutomodRule } from "./model/moderation.ts";
import { domainsOf, type Finder, finder, hostsIn, needleOf } from "./word-match.ts";

/** What "*" among the links of a rule stands for. */
export const EVERY_LINK = "*";

/** A rule made ready. */
interface Ready {
  readonly words: readonly string[];
  readonly find: Finder | null;
  readonly links: ReadonlySet<string>;
  readonly allowed: ReadonlySet<string>;
}

/** Made once for each rule as long as the store remembers it. */
const ready = new WeakMap<AutomodRule, Ready>();

function readyOf(rule: AutomodRule): Ready {
  const known = ready.get(rule);
  if (known !== undefined) return known;
  const needles = rule.words.map((word) => needleOf(word) ?? "\0");
  const made: Ready = {
    words: rule.words,
    find: needles.length === 0 ? null : finder(needles),
    links: new Set(rule.links),
    allowed: new Set(rule.allowedLinks),
  };
  ready.set(rule, made);
  return made;
}

/** The word, host or "mentions" that breaks the rule, or null. */
export function breach(rule: AutomodRule, text: string, mentions: Mentions | null): string | null {
  const { words, find, links, allowed } = readyOf(rule);
  const hit = find === null ? -1 : find(text);
  if (hit !== -1) return words[hit] ?? null;
  if (links.size > 0) {
    for (const { host, link } of hostsIn(text)) {
      const domains = domainsOf(host);
      if (domains.some((domain) => allowed.has(domain))) continue;
      const listed = domains.find((domain) => links.has(domain));
      if (listed !== undefined) return listed;
      if (link && links.has(EVERY_LINK)) return EVERY_LINK;
    }
  }
  return rule.maxMentions > 0 && countOf(mentions) > rule.maxMentions ? "mentions" : null;
}

function countOf(mentions: Mentions | null): number {
  if (mentions === null) return 0;
  return mentions.users.length + mentions.roles.length + (mentions.everyone ? 1 : 0);
}
