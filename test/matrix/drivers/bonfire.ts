/** Bonfire, in JSON and in Protobuf (`docs/protocols/bonfire.md`). */

import { upload } from "../../files-client.ts";
import type { Account } from "../../gateway-client.ts";
import type { Koine } from "../../koine.ts";
import { type Driver, type Front, type Given, Refused, type Sight } from "../front.ts";
import { type Inbox, inbox } from "../inbox.ts";
import { protobuf } from "./protobuf.ts";

/** A packet as the JSON encoding has it; the other one is turned into this. */
export interface Packet {
  readonly request_id?: number;
  readonly event?: { readonly type: string; readonly [field: string]: unknown };
  readonly version?: string;
}

/** One encoding of the wire. */
export interface Encoding {
  readonly query: string;
  /** A connection begins. */
  readonly begin: () => void;
  readonly write: (packet: object) => string | Uint8Array<ArrayBuffer>;
  readonly read: (data: string | ArrayBuffer) => Packet;
}

interface Message {
  readonly id: number;
  readonly content: string;
  readonly author: { readonly handle: string };
  readonly [field: string]: unknown;
}

type Event = NonNullable<Packet["event"]>;

const json: Encoding = {
  query: "",
  begin: () => undefined,
  write: (packet) => JSON.stringify(packet),
  read: (data) => JSON.parse(String(data)) as Packet,
};

export const bonfireJson = driver("Bonfire (JSON)", () => Promise.resolve(json));
export const bonfireProtobuf = driver("Bonfire (Protobuf)", protobuf);

/** What the wire says whenever somebody comes and goes, or the server notes by itself. */
const AMBIENT: ReadonlySet<string> = new Set(["presence_update", "receipt_update", "ok"]);

function driver(name: string, encodingOf: () => Promise<Encoding>): Driver {
  return {
    name,
    enter: async (koine, account) => await enter(name, await encodingOf(), koine, account),
  };
}

interface Line {
  readonly box: Inbox<Packet>;
  readonly socket: WebSocket;
  readonly ready: Event;
}

async function connect(name: string, encoding: Encoding, koine: Koine, hello: object): Promise<Line> {
  encoding.begin();
  const socket = new WebSocket(`${koine.gateway}${encoding.query}`);
  socket.binaryType = "arraybuffer";
  const box = inbox<Packet>(name);
  socket.onmessage = ({ data }) => box.take(encoding.read(data as string | ArrayBuffer));
  socket.onclose = ({ code }) => box.end(String(code));
  await box.find(({ version }) => version !== undefined);
  socket.send(encoding.write(hello));
  const { event } = await box.find((packet) => /^(ready|resumed|error)$/.test(packet.event?.type ?? ""));
  if (event === undefined || event.type === "error") throw new Refused(JSON.stringify(event));
  return { box, socket, ready: event };
}

async function enter(name: string, encoding: Encoding, first: Koine, account: Account): Promise<Front> {
  let koine = first;
  const hello = { token: account.token, client_type: 2, client_agent: "matrix" };
  let line = await connect(name, encoding, koine, hello);
  const { id: space, default_room_id: room } = line.ready.space as { id: number; default_room_id: number };
  let requests = 0;

  async function request(event: { type: string; [field: string]: unknown }): Promise<Event> {
    const request_id = ++requests;
    const { socket, box } = line;
    const mark = box.frames.length;
    socket.send(encoding.write({ request_id, event }));
    const answer = await box.find((packet) => packet.request_id === request_id, mark);
    if (answer.event === undefined || answer.event.type === "error")
      throw new Refused(JSON.stringify(answer.event));
    return answer.event;
  }

  const messageOf = ({ event }: Packet): Message | undefined =>
    event?.type === "message_create" ? (event.message as Message) : undefined;
  const idOf = async (text: string): Promise<number> => {
    const packet = await line.box.find((one) => messageOf(one)?.content === text);
    return messageOf(packet)?.id ?? 0;
  };
  const told = (
    type: string,
    fits: (event: Event, given: Given, id: number) => boolean,
    of?: "text",
  ): Sight => ({
    word: type,
    async wait(given, mark) {
      const id = of === "text" ? await idOf(given.text) : 0;
      await line.box.find(({ event }) => event?.type === type && fits(event, given, id), mark);
    },
  });
  const created = (fits: (message: Message, given: Given) => boolean): Sight => ({
    word: "message_create",
    wait: async (given, mark) => {
      await line.box.find((packet) => {
        const message = messageOf(packet);
        return message !== undefined && fits(message, given);
      }, mark);
    },
  });
  const ofMessage = (event: Event, _given: Given, id: number): boolean => event.message_id === id;
  const dialogWith = async (user: number): Promise<number> => {
    const answer = await request({ type: "dialog_open", user_id: user });
    return (answer.room as { id: number }).id;
  };
  async function mark({ user, text }: Given, kind: "delivered" | "read"): Promise<void> {
    const room_id = await dialogWith(user.id);
    await request({ type: "receipt_mark", room_id, message_id: await idOf(text), kind });
  }
  const send = (content: string, more: object = {}) =>
    request({ type: "message_send", room_id: room, content, ...more });

  return {
    acts: {
      send: async ({ text }) => void (await send(text)),
      edit: async ({ text, changed }) =>
        void (await request({ type: "message_edit", message_id: await idOf(text), content: changed })),
      delete: async ({ text }) =>
        void (await request({ type: "message_delete", message_id: await idOf(text) })),
      reply: async ({ text, target }) => void (await send(text, { reply_to: await idOf(target) })),
      react: async ({ text, emoji }) =>
        void (await request({ type: "reaction_add", message_id: await idOf(text), emoji })),
      unreact: async ({ text, emoji }) =>
        void (await request({ type: "reaction_remove", message_id: await idOf(text), emoji })),
      upload: async ({ text, file }) => {
        const { id } = await upload(koine.url, account.token, new TextEncoder().encode("some text"), {
          name: file,
        });
        await send(text, { attachment_ids: [id] });
      },
      type: async () => void (await request({ type: "typing_start", room_id: room })),
      pin: async ({ text }) => void (await request({ type: "pin_add", message_id: await idOf(text) })),
      poll: async ({ text }) =>
        void (await request({ type: "poll_create", room_id: room, question: text, options: ["yes", "no"] })),
      vote: async ({ text }) =>
        void (await request({ type: "poll_vote", message_id: await idOf(text), option_ids: [1] })),
      thread: async ({ room: title }) =>
        void (await request({ type: "thread_create", room_id: room, name: title })),
      "create room": async ({ room: title }) => void (await request({ type: "room_create", name: title })),
      leave: async () => void (await request({ type: "space_leave", space_id: space })),
      ban: async ({ user }) => void (await request({ type: "ban_add", user_id: user.id })),
      "mark delivered": (given) => mark(given, "delivered"),
      "mark read": (given) => mark(given, "read"),
      call: async ({ user }) =>
        void (await request({ type: "call_start", room_id: await dialogWith(user.id) })),
    },
    sees: {
      send: created(({ content }, { text }) => content === text),
      edit: told("message_update", (event, { changed }) => event.content === changed),
      delete: told("message_delete", ofMessage, "text"),
      reply: created(({ content, reply_to }, { text }) => content === text && reply_to !== undefined),
      react: told("reaction_add", ofMessage, "text"),
      unreact: told("reaction_remove", ofMessage, "text"),
      upload: created(({ content, attachments }, { text, file }) => {
        const [first] = (attachments ?? []) as { name: string }[];
        return content.startsWith(text) && first?.name === file;
      }),
      type: told("typing_start", ({ user }, { actor }) => (user as { handle: string }).handle === actor),
      online: told("presence_update", (event, { user }) => isPresence(event, user.id, true)),
      offline: told("presence_update", (event, { user }) => isPresence(event, user.id, false)),
      pin: told("pin_update", ofMessage, "text"),
      poll: created(({ poll }, { text }) => (poll as { question: string } | undefined)?.question === text),
      vote: told("poll_update", ofMessage, "text"),
      thread: told("thread_create", (event, given) => (event.room as { name: string }).name === given.room),
      "create room": told(
        "room_create",
        (event, given) => (event.room as { name: string }).name === given.room,
      ),
      join: told("member_join", (event, { user }) => memberOf(event) === user.id),
      leave: told("member_leave", (event, { user }) => event.user_id === user.id),
      "mark delivered": told(
        "receipt_update",
        ({ receipt }, _given, id) => markOf(receipt, "delivered_id") >= id,
        "text",
      ),
      "mark read": told(
        "receipt_update",
        ({ receipt }, _given, id) => markOf(receipt, "read_id") >= id,
        "text",
      ),
      call: told(
        "call_update",
        ({ call }, { actor }) => (call as { caller: { handle: string } }).caller.handle === actor,
      ),
      ban: told("member_leave", (event, { user }) => event.user_id === user.id && event.reason === "banned"),
    },
    mark: () => line.box.frames.length,
    since: (mark) =>
      line.box.frames
        .slice(mark)
        .filter(({ event }) => !AMBIENT.has(event?.type ?? ""))
        .map((frame) => JSON.stringify(frame)),
    async conversation() {
      const pageBefore = async (before: number): Promise<Message[]> => {
        const { messages } = await request({ type: "history_get", room_id: room, limit: 200, before });
        return (messages ?? []) as Message[];
      };
      const newest = await pageBefore(0);
      const older = await pageBefore(newest[0]?.id ?? 0);
      return [...older, ...newest].filter(({ deleted }) => !deleted).map(({ content }) => content);
    },
    async comeBack(again) {
      koine = again;
      const { resume_token, positions } = line.ready;
      line = await connect(name, encoding, again, { ...hello, resume: { resume_token, positions } });
    },
    close() {
      const { socket } = line;
      return new Promise((resolve) => {
        if (socket.readyState === WebSocket.CLOSED) return resolve();
        socket.addEventListener("close", () => resolve());
        socket.close();
      });
    },
  };
}

function markOf(receipt: unknown, field: "read_id" | "delivered_id"): number {
  return (receipt as { [field: string]: number })[field] ?? 0;
}

function memberOf({ member }: Event): number {
  return (member as { user: { id: number } }).user.id;
}

function isPresence({ user_id, status }: Event, user: number, online: boolean): boolean {
  return user_id === user && (status === "offline") !== online;
}
