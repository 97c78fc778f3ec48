/** `docs/protocols/originchats.md` section 9.5. */

import type { RoomView } from "../../../core/model/rooms.ts";
import { usernameOf, uuidOf } from "../ids.ts";
import { threadIn } from "../place.ts";
import { type Fields, type Here, isMissing, Refusal, type Row, type Rows, stringIn } from "../row.ts";
import { TEXTS } from "../texts.ts";
import { followed, toThread } from "../threads.ts";
import { pageOf } from "./history.ts";

export const threads: Rows = {
  thread_create: async (fields, here) => {
    const name = stringIn(fields, "name");
    if (typeof fields.channel !== "string" || name === undefined || name === "")
      throw new Refusal(TEXTS.threadFields);
    const channel = here.names.roomNamed(here.space, fields.channel);
    if (channel === null) throw new Refusal(TEXTS.channelNotFound);
    await here.ask({ type: "room_get", input: { room: channel.id } }, { not_found: TEXTS.channelNotFound });
    if (channel.kind !== "forum") throw new Refusal(TEXTS.forumOnly);
    const bare = { under: null, text: "", attachments: [], tags: [], nonce: null };
    const done = await here.echo(
      { type: "thread_create", input: { room: channel.id, name: titled(name), ...bare } },
      "thread_create",
      { forbidden: TEXTS.noThreads },
    );
    if (done !== "told") throw new Error("A thread was opened and not told");
    return done;
  },

  thread_get: async (fields, here) => ({
    cmd: "thread_get",
    thread: toThread(await threadOf(fields, here), here.names),
  }),

  thread_messages: async (fields, here) => {
    const room = await threadOf(fields, here);
    const id = uuidOf(room.id);
    const place = { room: room.id, channel: "", thread: id };
    return { cmd: "thread_messages", thread_id: id, messages: await pageOf(place, fields, here) };
  },

  thread_update: async (fields, here) => {
    const room = await threadOf(fields, here);
    const name = isMissing(fields, "name") ? null : titled(stringIn(fields, "name") ?? "");
    const archived = flagIn(fields, "archived");
    const locked = flagIn(fields, "locked");
    try {
      return await change(room, { name, archived, locked }, here);
    } catch (error) {
      // Who does not manage threads may still change the rest: `locked` is left out without a word.
      if (!(error instanceof Refusal) || error.message !== TEXTS.notYourThread || locked === null)
        throw error;
      return await change(room, { name, archived, locked: null }, here);
    }
  },

  thread_delete: async (fields, here) => {
    const { id } = await threadOf(fields, here);
    const refusals = { not_found: TEXTS.threadNotFound, forbidden: TEXTS.notYourThread };
    const done = await here.echo({ type: "room_delete", input: { room: id } }, "thread_delete", refusals);
    if (done !== "told") throw new Error("A thread was deleted and not told");
    return done;
  },

  thread_join: follow("thread_join"),
  thread_leave: follow("thread_leave"),
};

/** Follow a thread or do so no longer; what was so already is answered and told to nobody. */
function follow(cmd: "thread_join" | "thread_leave"): Row {
  return async (fields, here) => {
    const room = await threadOf(fields, here);
    const user = here.session.user;
    const input = { room: room.id, user: user.id };
    if (cmd === "thread_join") {
      const refusals = { not_found: TEXTS.threadNotFound, forbidden: TEXTS.threadLocked };
      const done = await here.echo({ type: "member_add", input }, cmd, refusals);
      return done === "told" ? done : followed(cmd, room, usernameOf(user), here.names);
    }
    if (room.thread?.first?.some(({ id }) => id === user.id) !== true) {
      const done = await left(input, here);
      return done === "told" ? done : followed(cmd, room, usernameOf(user), here.names);
    }
    const done = await here.echo({ type: "member_remove", input }, cmd, { not_found: TEXTS.threadNotFound });
    return done === "told" ? done : followed(cmd, room, usernameOf(user), here.names);
  };
}

/** The same where they may not follow it: null. */
async function left(input: { room: number; user: number }, here: Here): Promise<"told" | null> {
  try {
    const done = await here.echo({ type: "member_remove", input }, "thread_leave", {
      not_found: TEXTS.threadNotFound,
    });
    return done === "told" ? done : null;
  } catch (error) {
    if (error instanceof Refusal && error.message === TEXTS.threadNotFound) return null;
    throw error;
  }
}

async function change(
  { id }: RoomView,
  values: { name: string | null; archived: boolean | null; locked: boolean | null },
  here: Here,
) {
  const done = await here.echo(
    { type: "thread_update", input: { room: id, ...values, slowMode: null, tags: null } },
    "thread_update",
    { not_found: TEXTS.threadNotFound, forbidden: TEXTS.notYourThread },
  );
  if (done === "told") return done;
  const channel = here.names.room(done.parent ?? 0)?.name ?? "";
  return { cmd: "thread_update", thread: toThread(done, here.names), channel, global: true };
}

async function threadOf(fields: Fields, here: Here): Promise<RoomView> {
  if (isMissing(fields, "thread_id") || fields.thread_id === "") throw new Refusal(TEXTS.threadIdRequired);
  return await threadIn(fields, here);
}

function titled(name: string): string {
  if (name.trim() === "") throw new Refusal(TEXTS.threadNameEmpty);
  return name;
}

function flagIn(fields: Fields, name: string): boolean | null {
  return isMissing(fields, name) ? null : fields[name] === true;
}
