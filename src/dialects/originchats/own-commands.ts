/** The server's own slash commands, with the words of the wire (`docs/protocols/originchats.md` section 9.14). */

import type { Reply } from "../../core/commands.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Ban } from "../../core/model/moderation.ts";
import type { Member } from "../../core/model/spaces.ts";
import { usernameOf } from "./ids.ts";
import { memberNamed } from "./people.ts";
import { type Here, Refusal } from "./row.ts";
import { TEXTS, text } from "./texts.ts";

/** Longest nickname that `/nick` sets, in characters. */
const MAX_NICKNAME = 20;

/** What stands for a reason where none is given. */
const NO_REASON = "No reason provided";

/** What the wire calls options of the server's own commands, where the core calls them otherwise. */
export function callArguments(command: string): Readonly<Record<string, string>> {
  return ARGUMENTS[command] ?? {};
}

const whom = { user: "username" };
const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ban: whom,
  unban: whom,
  kick: whom,
  mute: { ...whom, seconds: "duration" },
  unmute: whom,
};

/** A use that is ready for the core: its arguments by the core's names, and what its caller is told after it. */
export interface Prepared {
  readonly given: Readonly<Record<string, string>>;
  readonly done: (answer: string) => string;
}

type Given = Readonly<Record<string, string>>;

/** Checks what the wire has texts for. Throws their refusals. `given` has the wire's names. */
export async function prepare(command: string, given: Given, here: Here): Promise<Prepared> {
  const known = PREPARE[command];
  return known === undefined ? { given, done: (answer) => answer } : await known(given, here);
}

const PREPARE: Readonly<Record<string, (given: Given, here: Here) => Promise<Prepared>>> = {
  async help(given) {
    const told = (answer: string): string =>
      text(TEXTS.helpDone, { commands: answer.replaceAll(/^- `(\/\S+)` /gm, "• `$1` - ") });
    return { given, done: told };
  },

  async nick(given, here) {
    const nickname = given.nickname?.trim() ?? "";
    if ([...nickname].length > MAX_NICKNAME) throw new Refusal(TEXTS.nicknameTooLong);
    if (nickname !== "") return { given: { nickname }, done: () => text(TEXTS.nicknameSet, { nickname }) };
    const before = await memberNamed(usernameOf(here.session.user), here);
    const done = (): string => (before?.nickname === "" ? TEXTS.noNickname : TEXTS.nicknameCleared);
    return { given: {}, done };
  },

  async ban({ username, ...more }, here) {
    const name = nameIn(username);
    const member = await memberNamed(name, here);
    if (member === null && (await banOf(name, here)) !== undefined)
      throw new Refusal(text(TEXTS.bannedAlready, { user: name }));
    const { user } = requireOther(member, name, here, TEXTS.ownerNotBanned);
    return { given: { ...more, user: String(user.id) }, done: () => withReason(TEXTS.banDone, user, more) };
  },

  async unban({ username, ...more }, here) {
    const name = nameIn(username);
    const ban = await banOf(name, here);
    if (ban === undefined) throw new Refusal(text(TEXTS.notBanned, { user: name }));
    const done = (): string => text(TEXTS.unbanDone, { user: usernameOf(ban.user) });
    return { given: { ...more, user: String(ban.user.id) }, done };
  },

  async kick({ username, ...more }, here) {
    const name = nameIn(username);
    const { user } = requireMember(await memberNamed(name, here), name);
    return { given: { ...more, user: String(user.id) }, done: (answer) => answer };
  },

  async mute({ username, duration, ...more }, here) {
    const name = nameIn(username);
    if (duration === undefined) throw new Refusal(TEXTS.durationRequired);
    const seconds = duration.trim() === "" ? Number.NaN : Number(duration);
    if (!Number.isSafeInteger(seconds)) throw new Refusal(TEXTS.durationNotNumber);
    if (seconds <= 0) throw new Refusal(TEXTS.durationNotPositive);
    const { user } = requireOther(await memberNamed(name, here), name, here, TEXTS.ownerNotMuted);
    const muted = { ...more, user: String(user.id), seconds: String(seconds) };
    return { given: muted, done: () => withReason(TEXTS.muteDone, user, { ...more, seconds }) };
  },

  async unmute({ username, ...more }, here) {
    const name = nameIn(username);
    const { user } = requireMember(await memberNamed(name, here), name);
    const done = (): string => text(TEXTS.unmuteDone, { user: usernameOf(user) });
    return { given: { ...more, user: String(user.id) }, done };
  },
};

function nameIn(username: string | undefined): string {
  const name = username?.trim() ?? "";
  if (name === "") throw new Refusal(TEXTS.usernameIsRequired);
  return name;
}

function requireMember(member: Member | null, user: string): Member {
  if (member === null) throw new Refusal(text(TEXTS.namedNotFound, { user }));
  return member;
}

function requireOther(member: Member | null, name: string, { named }: Here, owner: string): Member {
  const found = requireMember(member, name);
  if (found.user.id === named().space.owner) throw new Refusal(owner);
  return found;
}

function withReason(
  template: string,
  user: Member["user"],
  { reason = NO_REASON, ...places }: { readonly reason?: string; readonly seconds?: number },
): string {
  return text(template, { user: usernameOf(user), reason, ...places });
}

/** The ban of somebody who is known by that name. Throws the refusal of who may not see the bans. */
async function banOf(name: string, here: Here): Promise<Ban | undefined> {
  const refusals = { forbidden: text(TEXTS.roleNeeded, { role: "admin" }) };
  for (let after: Id | null = null; ; ) {
    const input = { space: here.space, after, limit: 200 };
    const page: Reply<"bans_get"> = await here.ask({ type: "bans_get", input }, refusals);
    const found = page.items.find(({ user }) => usernameOf(user).toLowerCase() === name.toLowerCase());
    const last = page.items.at(-1);
    if (found !== undefined || !page.more || last === undefined) return found;
    after = last.user.id;
  }
}
