/** The BIG messenger protocol (`docs/protocols/big.md`). A room of a space is a chat of the type "group". */

import type { Account } from "../../gateway-client.ts";
import type { Koine } from "../../koine.ts";
import { type Driver, type Front, type Given, Refused, type Sight } from "../front.ts";
import { type Inbox, inbox } from "../inbox.ts";

type Fields = { readonly [field: string]: unknown };

interface Frame {
  readonly type?: string;
  readonly id?: string | number;
  readonly event?: string;
  readonly eventType?: string;
  readonly payload?: Fields;
  readonly error?: unknown;
}

interface Message {
  readonly messageId: number;
  readonly type: string;
  readonly message?: string;
  readonly deletedAt?: number;
}

export const big: Driver = { name: "BIG", enter };

/** What comes whenever somebody comes and goes, and the list of chats. */
const AMBIENT: ReadonlySet<string> = new Set(["online", "offline", "chats"]);

interface Line {
  readonly box: Inbox<Frame>;
  readonly socket: WebSocket;
  readonly token: string;
}

async function tokenOf({ url }: Koine, { token }: Account): Promise<string> {
  const response = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ dialect: "big" }),
  });
  if (!response.ok) throw new Refused(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}

async function connect(koine: Koine, account: Account): Promise<Line> {
  const token = await tokenOf(koine, account);
  const socket = new WebSocket(`${koine.url.replace("http", "ws")}/websocket`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const box = inbox<Frame>("BIG");
  const opened = new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onclose = ({ code }) => {
      box.end(String(code));
      reject(new Refused(String(code)));
    };
  });
  // Who is silent for 20 s is presumed dead.
  const beat = setInterval(() => socket.send("ping"), 4_500);
  socket.addEventListener("close", () => clearInterval(beat));
  const seen = new Set<string | number>();
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame;
    if (frame.event === "pong") return;
    if (frame.type === "event" && frame.id !== undefined) {
      socket.send(JSON.stringify({ type: "ack", timestamp: Date.now(), id: frame.id }));
      // Events come at least once.
      if (seen.has(frame.id)) return;
      seen.add(frame.id);
    }
    box.take(frame);
  };
  await opened;
  return { box, socket, token };
}

/** The address of a file that was uploaded as a form. */
async function upload({ url }: Koine, { token }: Line, name: string): Promise<string> {
  const form = new FormData();
  form.append("file", new File([name], name, { type: "text/plain" }));
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/public/upload`, { method: "POST", headers, body: form });
  if (!response.ok) throw new Refused(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { url: string }).url;
}

async function enter(first: Koine, account: Account): Promise<Front> {
  let koine = first;
  let line = await connect(koine, account);
  let requests = 0;
  /** Messages by their text: what was told, and what oneself sent. */
  const sent = new Map<string, number>();

  async function request(payloadType: string, payload: object): Promise<unknown> {
    requests += 1;
    const id = `r${requests}`;
    const mark = line.box.frames.length;
    line.socket.send(JSON.stringify({ type: "request", timestamp: Date.now(), id, payloadType, payload }));
    const frame = await line.box.find(
      (one) =>
        one.type !== "event" && (one.id === id || (one.error as { id?: string } | undefined)?.id === id),
      mark,
    );
    if (frame.error !== undefined || frame.payload === undefined) throw new Refused(JSON.stringify(frame));
    return frame.payload;
  }
  const chats = (await request("chats", {})) as readonly { id: string; type: string; name: string }[];
  const chatId = chats.find(({ type, name }) => type === "group" && name === "general")?.id;
  if (chatId === undefined) throw new Error(`BIG: there is no chat "general": ${JSON.stringify(chats)}`);

  const event = (word: string, fits: (payload: Fields, given: Given) => boolean): Sight => ({
    word,
    async wait(given, mark) {
      await line.box.find(
        ({ eventType, payload }) => eventType === word && payload !== undefined && fits(payload, given),
        mark,
      );
    },
  });
  const idOf = async (text: string): Promise<number> => {
    const own = sent.get(text);
    if (own !== undefined) return own;
    const { payload } = await line.box.find(
      (one) => one.eventType === "new" && isSaid(one.payload ?? {}, text),
    );
    return payload?.messageId as number;
  };
  const told = (word: string): Sight => ({
    word,
    async wait({ text }, mark) {
      const id = await idOf(text);
      await line.box.find((one) => one.eventType === word && one.payload?.originalMessageId === id, mark);
    },
  });
  async function send(text: string, more: object): Promise<void> {
    const said = { chatId, message: text, clientMessageId: crypto.randomUUID(), ...more };
    const { messageId } = (await request("new", said)) as { messageId: number };
    sent.set(text, messageId);
  }
  const peerOf = ({ user }: Given): string => String(user.id).padStart(21, "0");

  return {
    acts: {
      send: ({ text }) => send(text, {}),
      edit: async ({ text, changed }) =>
        void (await request("edit", { chatId, originalMessageId: await idOf(text), message: changed })),
      delete: async ({ text }) =>
        void (await request("delete", { chatId, originalMessageId: await idOf(text) })),
      reply: async ({ text, target }) => send(text, { replyTo: await idOf(target) }),
      upload: async ({ text, file }) =>
        send(text, { attachments: [{ type: "file", url: await upload(koine, line, file), meta: {} }] }),
      type: () => {
        const frame = { type: "event", timestamp: Date.now(), id: "typing", payloadType: "typing" };
        line.socket.send(JSON.stringify({ ...frame, payload: { chatId } }));
        return Promise.resolve();
      },
      "mark delivered": async (given) =>
        void (await request("dlvrd", { chatId: peerOf(given), messageId: await idOf(given.text) })),
      "mark read": async (given) =>
        void (await request("read", { chatId: peerOf(given), messageId: await idOf(given.text) })),
      call: async (given) => void (await request("newCall", { chatId: peerOf(given), callType: "audio" })),
    },
    sees: {
      send: event("new", (payload, { text }) => payload.message === text),
      edit: event("edit", ({ message }, { changed }) => message === changed),
      delete: told("delete"),
      reply: event("new", ({ message, replyTo }, { text }) => message === text && replyTo !== undefined),
      upload: event("new", ({ message, attachments }, { text, file }) => {
        const [one] = (attachments ?? []) as { filename: string }[];
        return message === text && one?.filename === file;
      }),
      type: event("typing", (payload) => payload.chatId === chatId),
      poll: event(
        "new",
        (payload, { text }) => isSaid(payload, text) && String(payload.message).includes("yes"),
      ),
      "mark delivered": event("dlvrd", () => true),
      "mark read": event("read", () => true),
      call: event("newCall", () => true),
    },
    mark: () => line.box.frames.length,
    since: (mark) =>
      line.box.frames
        .slice(mark)
        .filter(({ type, eventType = "" }) => type === "event" && !AMBIENT.has(eventType))
        .map((frame) => JSON.stringify(frame)),
    async conversation() {
      const { messages } = (await request("messages", { chatId, count: 500 })) as { messages: Message[] };
      return messages
        .filter(({ type, deletedAt }) => type === "new" && deletedAt === undefined)
        .map(({ message = "" }) => message);
    },
    async comeBack(again) {
      koine = again;
      line = await connect(koine, account);
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

/** A poll is its question with the options below it. */
function isSaid({ message }: Fields, text: string): boolean {
  return message === text || String(message).startsWith(`${text}\n`);
}
