/** `docs/protocols/originchats.md` section 9.6. */

import type { Reply } from "../../../core/commands.ts";
import type { Ban } from "../../../core/model/moderation.ts";
import type { Member } from "../../../core/model/spaces.ts";
import { isCracked, usernameOf } from "../ids.ts";
import { rolesOf } from "../names.ts";
import { nicknameOf, pictureOf, toStatus } from "../nouns.ts";
import { drawers, everybody, memberIn, memberNamed, userIn } from "../people.ts";
import { firstColor } from "../roles.ts";
import { type Answered, type Fields, type Here, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

/** Longest address of a picture, in characters. */
const MAX_URL = 500;

export const users: Rows = {
  users_list: async (_fields, here) => {
    const members = await everybody(here);
    const ids = members.map(({ user }) => user.id);
    const presences = new Map((await here.presences(ids)).map((one) => [one.user, one]));
    const kept = await drawers(ids, here);
    const listed = members.map((member) => {
      const { id } = member.user;
      const { status = "offline", text = "" } = presences.get(id) ?? {};
      const pfp = kept.get(id)?.pfp ?? pictureOf(member.user, here.names);
      return {
        ...toListed(member, here),
        status: toStatus({ status, text }),
        cracked: isCracked(member.user),
        pfp,
      };
    });
    return { cmd: "users_list", users: listed };
  },

  users_online: async (_fields, here) => {
    const members = await everybody(here);
    const presences = await here.presences(members.map(({ user }) => user.id));
    const online = new Map(
      presences.filter(({ status }) => status !== "offline").map((one) => [one.user, one]),
    );
    const listed = members.flatMap((member) => {
      const presence = online.get(member.user.id);
      return presence === undefined ? [] : [{ ...toListed(member, here), status: toStatus(presence) }];
    });
    return { cmd: "users_online", users: listed };
  },

  user_update: async (fields, here) => {
    const user = userIn(fields);
    const { updates } = fields;
    if (typeof updates !== "object" || updates === null || Array.isArray(updates))
      throw new Refusal(TEXTS.updatesNotObject);
    const { nickname, ...others } = updates as { nickname?: unknown };
    // The username is the account's handle, at every door: nobody else changes it.
    const [other] = Object.keys(others);
    if (other !== undefined) throw new Refusal(text(TEXTS.cannotUpdate, { field: other.toWellFormed() }));
    if (nickname === undefined) throw new Refusal(TEXTS.noUpdates);
    if (nickname !== null && typeof nickname !== "string") throw new Refusal(TEXTS.nicknameNotText);
    const member = await memberIn({ user }, here);
    const changed = await here.ask(
      {
        type: "member_update",
        input: { space: here.space, user: member.user.id, nickname: (nickname ?? "").toWellFormed() },
      },
      { not_found: TEXTS.userNotFound, forbidden: text(TEXTS.noPermission, { permission: "manage_users" }) },
    );
    return { cmd: "user_update", user: usernameOf(changed.user), nickname: nicknameOf(changed) };
  },

  user_leave: async (_fields, here) => {
    here.closeAfterwards(true);
    try {
      await here.ask({ type: "space_leave", input: { space: here.space } });
    } catch (error) {
      here.closeAfterwards(false);
      throw error;
    }
    return { cmd: "user_leave", user: usernameOf(here.session.user), val: TEXTS.left };
  },

  user_roles_get: async (fields, here) => rolesPacket(await memberIn(fields, here), here),
  user_roles_set: async (fields, here) => {
    const user = userIn(fields);
    const wished = rolesIn(fields, here);
    const member = await memberIn({ user }, here);
    return await setRoles(member, wished, here);
  },
  user_roles_add: async (fields, here) => {
    const user = userIn(fields);
    const wished = rolesIn(fields, here);
    const member = await memberIn({ user }, here);
    return await setRoles(member, [...new Set([...member.roles, ...wished])], here);
  },
  user_roles_remove: async (fields, here) => {
    const user = userIn(fields);
    const unwanted = rolesIn(fields, here);
    const member = await memberIn({ user }, here);
    return await setRoles(
      member,
      member.roles.filter((id) => !unwanted.includes(id)),
      here,
    );
  },

  user_delete: async (fields, here) => {
    const member = await memberIn(fields, here);
    const input = { space: here.space, user: member.user.id, reason: "" };
    await here.ask(
      { type: "kick", input },
      { forbidden: TEXTS.ownerRequired, not_found: TEXTS.userNotFound },
    );
    return { cmd: "user_delete", user: usernameOf(member.user), deleted: true };
  },

  user_ban: async (fields, here) => {
    const name = userIn(fields);
    // Whoever may not ban learns of nobody whether they are there.
    await here.ask(bansOf(here, null), { forbidden: TEXTS.ownerRequired });
    const member = await memberNamed(name, here);
    if (member === null) return { cmd: "user_ban", user: name, banned: false };
    const input = { space: here.space, user: member.user.id, reason: "", until: 0 };
    await here.ask(
      { type: "ban_add", input },
      { forbidden: TEXTS.ownerRequired, not_found: TEXTS.userNotFound },
    );
    return { cmd: "user_ban", user: usernameOf(member.user), banned: true };
  },
  user_unban: async (fields, here) => {
    const name = userIn(fields);
    const found = (await bans(here)).find(
      ({ user }) => usernameOf(user).toLowerCase() === name.toLowerCase(),
    );
    if (found === undefined) return { cmd: "user_unban", user: name, unbanned: false };
    const input = { space: here.space, user: found.user.id, reason: "" };
    await here.ask({ type: "ban_remove", input }, { forbidden: TEXTS.ownerRequired });
    return { cmd: "user_unban", user: usernameOf(found.user), unbanned: true };
  },
  users_banned_list: async (_fields, here) => {
    return { cmd: "users_banned_list", users: (await bans(here)).map(({ user }) => usernameOf(user)) };
  },

  user_timeout: async (fields, here) => {
    const user = userIn(fields);
    const { timeout } = fields;
    if (typeof timeout !== "number" || !Number.isSafeInteger(timeout) || timeout <= 0)
      throw new Refusal(TEXTS.badTimeout);
    const member = await memberIn({ user }, here);
    const until = here.now() + timeout * 1_000;
    const input = { space: here.space, user: member.user.id, until, reason: "" };
    await here.ask(
      { type: "timeout_set", input },
      { forbidden: TEXTS.ownerRequired, invalid: TEXTS.badTimeout },
    );
    return { cmd: "user_timeout", user, timeout };
  },

  pfp_set: async (fields, here) => {
    if (!isCracked(here.session.user)) throw new Refusal(TEXTS.pfpOfRotur);
    const url = stringIn(fields, "url");
    if (url === undefined || url === "") throw new Refusal(TEXTS.urlRequired);
    if (url.length > MAX_URL) throw new Refusal(TEXTS.urlTooLong);
    if (!/^https?:\/\/[^\s/]+/.test(url) || !URL.canParse(url)) throw new Refusal(TEXTS.badUrl);
    const { id } = here.session.user;
    const value = JSON.stringify({ pfp: url });
    await here.ask({
      type: "drawer_fill",
      input: { dialect: "originchats", space: here.space, of: "user", subject: id, value },
    });
    return { cmd: "pfp_set", val: url };
  },
  pfp_get: async (fields, here) => {
    const username = stringIn(fields, "username");
    if (username === undefined || username === "") throw new Refusal(TEXTS.usernameRequired);
    const member = await memberNamed(username, here);
    if (member === null) throw new Refusal(TEXTS.userNotFound);
    const kept = await drawers([member.user.id], here);
    const val = kept.get(member.user.id)?.pfp ?? pictureOf(member.user, here.names);
    return { cmd: "pfp_get", val, username };
  },
};

function toListed(member: Member, here: Here): object {
  const { username, roles, color } = personOf(member, here);
  return { username, nickname: nicknameOf(member), roles, color };
}

function personOf(member: Member, { named }: Here) {
  const known = named();
  const roles = rolesOf(member, known);
  return { username: usernameOf(member.user), roles, color: firstColor(roles, known.roles, known.names) };
}

function rolesPacket(member: Member, here: Here) {
  const { username, roles, color } = personOf(member, here);
  return { cmd: "user_roles_get", user: username, roles, color };
}

/** The roles that are named; the owner's and everyone's are nobody's to give, and left out. */
function rolesIn(fields: Fields, { named }: Here): number[] {
  const { roles } = fields;
  if (!Array.isArray(roles) || roles.length === 0) throw new Refusal(TEXTS.rolesRequired);
  const known = named();
  return roles.flatMap((name: unknown) => {
    if (name === "owner" || name === "user") return [];
    const id = [...known.names].find(([, one]) => one === name)?.[0];
    if (id === undefined) throw new Refusal(text(TEXTS.roleDoesNotExist, { role: String(name) }));
    return [id];
  });
}

/** Gives and takes roles until the member has these; each is told to all, the last is the reply. */
async function setRoles(member: Member, wished: readonly number[], here: Here): Promise<Answered> {
  const given = wished.filter((id) => !member.roles.includes(id));
  const taken = member.roles.filter((id) => !wished.includes(id));
  const steps = [
    ...taken.map((role) => ({ type: "role_unassign" as const, role })),
    ...given.map((role) => ({ type: "role_assign" as const, role })),
  ];
  const refusals = { forbidden: TEXTS.roleTooHigh, not_found: TEXTS.userNotFound };
  let now = member;
  for (const [i, { type, role }] of steps.entries()) {
    const input = { space: here.space, user: member.user.id, role };
    if (i < steps.length - 1) now = await here.ask({ type, input }, refusals);
    else if ((await here.echo({ type, input }, "member_update", refusals)) === "told") return "told";
  }
  return { ...rolesPacket(now, here), global: true };
}

function bansOf(here: Here, after: number | null) {
  return { type: "bans_get", input: { space: here.space, after, limit: 200 } } as const;
}

async function bans(here: Here) {
  const all: Ban[] = [];
  for (let after: number | null = null; ; ) {
    const page: Reply<"bans_get"> = await here.ask(bansOf(here, after), { forbidden: TEXTS.ownerRequired });
    all.push(...page.items);
    const last = page.items.at(-1);
    if (!page.more || last === undefined) return all;
    after = last.user.id;
  }
}
