/** A space with somebody of every standing, in a real store, for asking what each of them may do. */

import { type Command, commands } from "../src/core/commands.ts";
import { dispatch } from "../src/core/dispatch.ts";
import { Fault } from "../src/core/faults.ts";
import { idSource } from "../src/core/ids.ts";
import type { Id } from "../src/core/model/ids.ts";
import type { Message } from "../src/core/model/messages.ts";
import type { SlashCall } from "../src/core/model/slash.ts";
import type { Space } from "../src/core/model/spaces.ts";
import type { Actor } from "../src/core/model/users.ts";
import type { Tx } from "../src/core/tx/tx.ts";
import { openWriter } from "../src/store/sqlite/open.ts";
import { txSource } from "../src/store/sqlite/tx.ts";

/** The columns of the table of permissions, in its order. */
export const STANDINGS = [
  "owner",
  "administrator",
  "moderator",
  "member",
  "timed_out",
  "banned",
  "outsider",
  "bot",
  "other_owner",
] as const;

export type Standing = (typeof STANDINGS)[number];

/** A time after the beginning of the ids. */
export const NOW = 1_800_000_000_000;

export interface World {
  readonly space: Id;
  /** The space of `other_owner`, where nobody else is. */
  readonly otherSpace: Id;
  /** The default room, which every member sees. */
  readonly room: Id;
  /** Another room that every member sees. */
  readonly side: Id;
  /** A room that moderators and administrators see. */
  readonly secret: Id;
  readonly category: Id;
  /** A voice room that every member sees; the victim is in it. */
  readonly lounge: Id;
  /** A role of nobody, below the moderators'. */
  readonly low: Id;
  /** A role of nobody that allows to ban, below the keeper's. */
  readonly strong: Id;
  /** A role of nobody that everybody may take. */
  readonly free: Id;
  readonly everyone: Id;
  readonly moderators: Id;
  readonly administrators: Id;
  readonly users: Readonly<Record<Standing, Id>>;
  /** A member without roles, who wrote `theirs` and is in no group. */
  readonly victim: Id;
  /** A member who manages roles and rooms, and holds little else. */
  readonly keeper: Id;
  /** Banned, and never more than a member. */
  readonly exiled: Id;
  /** An id that nothing has. */
  readonly nothing: Id;
  /** Of a backend, and one that is the victim's. */
  readonly ghost: Id;
  readonly claimed: Id;
  /** Messages in `room`: the victim's, and one of each. */
  readonly theirs: Id;
  readonly own: ReadonlyMap<Id, Id>;
  /** The victim's message in `secret`. */
  readonly hidden: Id;
  /** Groups of each, owned by themselves and with the victim, and one of the victim's alone. */
  readonly groups: ReadonlyMap<Id, Id>;
  readonly closedGroup: Id;
  /** Polls of each in `room`; the victim's open and anonymous ones there, and theirs in `secret`. */
  readonly polls: ReadonlyMap<Id, Id>;
  readonly poll: Id;
  readonly anonymousPoll: Id;
  readonly hiddenPoll: Id;
  /** Threads in `room`: of each, and the victim's; and the victim's in `secret`. */
  readonly threads: ReadonlyMap<Id, Id>;
  readonly thread: Id;
  readonly hiddenThread: Id;
  /** Uploads of each, and of the victim. */
  readonly uploads: ReadonlyMap<Id, Id>;
  /** Pictures that each has uploaded and that nothing uses, the victim's too. */
  readonly pictures: ReadonlyMap<Id, Id>;
  readonly emoji: Id;
  /** Tokens of each. */
  readonly tokens: ReadonlyMap<Id, Id>;
  /** The owner's report of the victim. */
  readonly report: Id;
  /** An outgoing webhook of the owner, in `room`. */
  readonly webhook: Id;
  /** An invite of the owner, and its code. */
  readonly invite: Id;
  readonly code: string;
  /** A bot of the member's. */
  readonly bot: Id;
  /** The victim's slash command, and the victim's uses of one of each. */
  readonly command: Id;
  readonly calls: ReadonlyMap<Id, Id>;
}

export interface Asker {
  readonly world: World;
  /** What the command would be answered by: "ok", or the fault's code. Nothing of it stays. */
  ask(user: Id, command: Command): Promise<string>;
  /** The types of what a command makes known, where it is carried out. Nothing of it stays. */
  makesKnown(user: Id, command: Command): Promise<string[]>;
  close(): void;
}

/** Makes the world in a directory of its own. */
export async function makeWorld(directory: string): Promise<Asker> {
  const newId = idSource(0, () => NOW, 0);
  const { db, release } = openWriter(directory, { now: NOW, newId, randomText: () => "epoch" });
  const tx = txSource(db, newId)(NOW);

  const give = async (user: Id, command: Command): Promise<unknown> =>
    (await dispatch(tx, actorOf(user), command)).reply;
  const world = await populate(tx, newId, give);

  return {
    world,
    async ask(user, command) {
      db.run("savepoint question");
      try {
        // As by a connection: some things can be done by none else.
        await dispatch(tx, { ...actorOf(user, world.tokens.get(user)), session: world.nothing }, command);
        return "ok";
      } catch (error) {
        if (error instanceof Fault) return error.code;
        throw error;
      } finally {
        db.run("rollback to question");
        db.run("release question");
      }
    },
    async makesKnown(user, command) {
      db.run("savepoint question");
      try {
        const { events } = await dispatch(tx, actorOf(user, world.tokens.get(user)), command);
        return events.map(({ type }) => type);
      } finally {
        db.run("rollback to question");
        db.run("release question");
      }
    },
    close() {
      db.close();
      release();
    },
  };
}

/** The commands that somebody signed in can give. */
export function signedInCommands(): string[] {
  return Object.entries(commands)
    .filter(([, { signedIn }]) => signedIn)
    .map(([name]) => name);
}

function actorOf(user: Id, token = 0): Actor {
  return { user, token, session: 0 };
}

type Give = (user: Id, command: Command) => Promise<unknown>;

async function populate(tx: Tx, newId: () => Id, give: Give): Promise<World> {
  const { id: space, defaultRoom: room } = await tx.defaultSpace();
  const tokens = new Map<Id, Id>();
  const join = async (handle: string, owner: Id | null = null): Promise<Id> => {
    const id = newId();
    const token = newId();
    await tx.insertUser(
      {
        id,
        handle,
        name: handle,
        avatar: "",
        bot: owner !== null,
        created: NOW,
        owner,
        backend: null,
        remoteId: null,
      },
      null,
    );
    await tx.insertToken(
      { id: token, user: id, hash: `hash of ${handle}`, kind: "login", client: "", scopes: null },
      NOW,
    );
    tokens.set(id, token);
    await tx.addMember(space, id, [], NOW);
    return id;
  };
  const owner = await join("owner");
  await tx.setOwner(space, owner);
  const administrator = await join("administrator");
  const moderator = await join("moderator");
  const member = await join("member");
  const timedOut = await join("timed_out");
  const banned = await join("banned");
  const outsider = await join("outsider");
  const bot = await join("bot", member);
  const otherOwner = await join("other_owner");
  const victim = await join("victim");
  const exiled = await join("exiled");
  const keeper = await join("keeper");
  const users = {
    owner,
    administrator,
    moderator,
    member,
    timed_out: timedOut,
    banned,
    outsider,
    bot,
    other_owner: otherOwner,
  };

  const blank = { color: 0, hoisted: false, mentionable: false, category: "" };
  const role = async (name: string, selfAssignable: boolean, permissions = ["send"]): Promise<Id> => {
    const input = { space, name, permissions, selfAssignable, ...blank };
    return idOf(await give(owner, { type: "role_create", input }));
  };
  const keepers = await role("keeper", false, ["manage_roles", "manage_rooms"]);
  const strong = await role("strong", false, ["ban"]);
  const low = await role("low", false);
  const free = await role("free", true);
  const roles = await tx.rolesOf(space);
  const named = (name: string): Id => idOf(roles.find((one) => one.name === name));
  const [moderators, administrators, everyone] = ["moderator", "administrator", "everyone"].map(named);
  if (moderators === undefined || administrators === undefined || everyone === undefined)
    throw new Error("A new space has no roles");
  const assign = (user: Id, id: Id) => give(owner, { type: "role_assign", input: { space, user, role: id } });
  await assign(moderator, moderators);
  await assign(administrator, administrators);
  await assign(keeper, keepers);

  const make = async (name: string, kind: "text" | "category" | "voice"): Promise<Id> => {
    const input = { space, kind, name, topic: "", parent: null, overrides: [], slowMode: 0, userLimit: 0 };
    return idOf(await give(owner, { type: "room_create", input }));
  };
  const [side, secret, category] = [
    await make("side", "text"),
    await make("secret", "text"),
    await make("category", "category"),
  ];

  const lounge = await make("lounge", "voice");
  const inVoice = { room: lounge, selfMuted: false, selfDeafened: false };
  await dispatch(tx, { ...actorOf(victim), session: newId() }, { type: "voice_join", input: inVoice });

  const send = async (user: Id, where: Id): Promise<Id> => {
    const input = { room: where, text: "hello", nonce: null, replyTo: null };
    return ((await give(user, { type: "message_send", input })) as Message).id;
  };
  const own = new Map<Id, Id>();
  const groups = new Map<Id, Id>();
  const all = Object.values(users);
  for (const user of all) own.set(user, await send(user, room));
  const theirs = await send(victim, room);
  const hidden = await send(victim, secret);
  for (const user of all)
    groups.set(user, idOf(await give(user, { type: "group_create", input: { name: "", users: [victim] } })));
  const open = async (user: Id, where: Id): Promise<Id> => {
    const given = { name: "talk", under: null, text: "", attachments: [], tags: [], nonce: null };
    return idOf(await give(user, { type: "thread_create", input: { room: where, ...given } }));
  };
  const pose = async (user: Id, where: Id, anonymous: boolean): Promise<Id> => {
    const asked = {
      question: "Tea?",
      options: ["yes", "no"],
      multiple: false,
      anonymous,
      ends: 0,
      nonce: null,
    };
    return idOf(await give(user, { type: "poll_create", input: { room: where, ...asked } }));
  };
  const polls = new Map<Id, Id>();
  for (const user of all) polls.set(user, await pose(user, room, false));
  const poll = await pose(victim, room, false);
  const anonymousPoll = await pose(victim, room, true);
  const hiddenPoll = await pose(victim, secret, false);
  const threads = new Map<Id, Id>();
  for (const user of all) threads.set(user, await open(user, room));
  const thread = await open(victim, room);
  const hiddenThread = await open(victim, secret);
  const limits = { userBytes: 1_000, instanceBytes: 100_000 };
  const uploads = new Map<Id, Id>();
  const pictures = new Map<Id, Id>();
  const picture = async (user: Id, key: string): Promise<Id> => {
    const told = { name: "a.png", description: "", spoiler: false, upload: null, key, hash: key, size: 10 };
    const seen = { mediaType: "image/png", width: 1, height: 1, animated: false, thumbnail: null };
    return idOf(await give(user, { type: "attachment_create", input: { ...told, ...seen, limits } }));
  };
  for (const user of [...all, victim]) {
    const input = { name: "file", description: "", spoiler: false, size: 10, limits };
    uploads.set(user, idOf(await give(user, { type: "upload_begin", input })));
    pictures.set(user, await picture(user, `picture of ${user}`));
  }
  const show = async (user: Id, where: Id, key: string): Promise<void> => {
    const attachments = [await picture(user, key)];
    const said = { room: where, text: "a file", nonce: null, replyTo: null, attachments };
    await give(user, { type: "message_send", input: said });
  };
  await show(victim, room, "shown");
  await show(victim, secret, "concealed");
  for (const user of all) await show(user, room, `shown by ${user}`);
  const offer = async (user: Id, name: string): Promise<Id> => {
    const told = { description: "", options: [], permission: "", rooms: [] };
    return idOf(await give(user, { type: "command_register", input: { space, name, ...told } }));
  };
  const command = await offer(victim, "greet");
  const calls = new Map<Id, Id>();
  for (const user of all) {
    const input = { room, name: "", command: await offer(user, "mine"), arguments: [], nonce: null };
    const { call } = (await give(victim, { type: "command_call", input })) as { call: SlashCall };
    calls.set(user, call.id);
  }
  const emojiInput = { space, name: "wave", upload: await picture(owner, "of the emoji"), rooms: [] };
  const emoji = idOf(await give(owner, { type: "emoji_create", input: emojiInput }));
  const closedGroup = idOf(await give(victim, { type: "group_create", input: { name: "", users: [] } }));
  const override = (target: Id, allow: string[], deny: string[]) =>
    give(owner, {
      type: "permission_override_set",
      input: { room: secret, override: { of: "role", target, allow, deny } },
    });
  await override(everyone, [], ["view"]);
  await override(moderators, ["view"], []);
  await give(owner, {
    type: "permission_override_set",
    input: { room: side, override: { of: "role", target: low, allow: [], deny: ["pin"] } },
  });

  const report = idOf(
    await give(owner, {
      type: "report_create",
      input: { space, message: null, user: victim, reason: "noise" },
    }),
  );
  const irc = { name: "irc", space: null, state: "running" as const, since: 0, reason: "", memory: 0 };
  await dispatch(tx, null, { type: "bridge_state", input: irc });
  await give(owner, { type: "backend_link", input: { space, backend: "irc", room: side, name: "#side" } });
  const ghosts: Id[] = [];
  for (const nick of ["passer", "claimed"]) {
    const input = { space, backend: "irc", remoteId: nick, nick, name: nick };
    ghosts.push(idOf((await dispatch(tx, null, { type: "ghost_upsert", input })).reply));
  }
  const [ghost = 0, claimed = 0] = ghosts;
  await tx.setIdentity({ ghost: claimed, person: victim, space, name: "claimed", avatar: "" });
  const hook = {
    kind: "outgoing" as const,
    name: "hook",
    url: "https://hooks.example/1",
    events: [],
    avatar: 0,
  };
  const { webhook } = (await give(owner, {
    type: "webhook_create",
    input: { space, room, ...hook },
  })) as { webhook: { id: Id } };
  const invite = (await give(owner, {
    type: "invite_create",
    input: { space, maxUses: 0, expires: 0, roles: [] },
  })) as { id: Id; code: string };

  await give(owner, {
    type: "timeout_set",
    input: { space, user: timedOut, until: NOW + 3_600_000, reason: "" },
  });
  for (const user of [banned, exiled])
    await give(owner, { type: "ban_add", input: { space, user, until: 0, reason: "" } });
  const other = { name: "Other", slug: "other", description: "" };
  const { id: otherSpace } = (await give(owner, { type: "space_create", input: other })) as Space;
  await tx.addMember(otherSpace, otherOwner, [], NOW);
  await tx.setOwner(otherSpace, otherOwner);
  await give(owner, { type: "space_leave", input: { space: otherSpace } });
  for (const user of [outsider, otherOwner]) await give(user, { type: "space_leave", input: { space } });
  return {
    space,
    otherSpace,
    room,
    side,
    secret,
    category,
    lounge,
    low,
    free,
    strong,
    everyone,
    moderators,
    administrators,
    users,
    victim,
    keeper,
    exiled,
    nothing: newId(),
    ghost,
    claimed,
    theirs,
    own,
    hidden,
    groups,
    polls,
    poll,
    anonymousPoll,
    hiddenPoll,
    threads,
    thread,
    hiddenThread,
    closedGroup,
    uploads,
    pictures,
    emoji,
    tokens,
    report,
    webhook: webhook.id,
    invite: invite.id,
    code: invite.code,
    bot,
    command,
    calls,
  };
}

function idOf(noun: unknown): Id {
  return (noun as { id: Id }).id;
}
