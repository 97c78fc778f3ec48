/** OriginChats (`docs/protocols/originchats.md`). */

import type { Account } from "../../gateway-client.ts";
import type { Koine } from "../../koine.ts";
import { type Driver, type Front, type Given, Refused, type Sight } from "../front.ts";
import { type Inbox, inbox } from "../inbox.ts";

interface Frame {
  readonly cmd: string;
  readonly val?: unknown;
  readonly [field: string]: unknown;
}

interface Message {
  readonly id: string;
  readonly user: string;
  readonly content: string;
  readonly reply_to?: unknown;
  readonly attachments?: readonly { readonly name: string }[];
  readonly embeds?: readonly { readonly type: string; readonly title?: string }[];
}

export const originchats: Driver = { name: "OriginChats", enter };

const CHANNEL = "general";
/** What comes whenever somebody comes and goes, or reads. */
const AMBIENT: ReadonlySet<string> = new Set([
  "user_join",
  "user_connect",
  "user_disconnect",
  "unreads_update",
  "ping",
]);

interface Line {
  readonly box: Inbox<Frame>;
  readonly socket: WebSocket;
  /** What calls over HTTP are signed with. */
  readonly validator: unknown;
}

async function connect(koine: Koine, { user }: Account): Promise<Line> {
  const socket = new WebSocket(`${koine.url.replace("http", "ws")}/originchats`);
  const box = inbox<Frame>("OriginChats");
  socket.onmessage = ({ data }) => box.take(JSON.parse(String(data)) as Frame);
  socket.onclose = ({ code }) => box.end(String(code));
  await box.find(({ cmd }) => cmd === "handshake");
  socket.send(JSON.stringify({ cmd: "login", username: user.handle, password: "correct horse" }));
  const ready = await box.find(({ cmd }) => cmd === "ready" || cmd === "auth_error");
  if (ready.cmd === "auth_error") throw new Refused(String(ready.val));
  return { box, socket, validator: ready.validator };
}

async function enter(first: Koine, account: Account): Promise<Front> {
  let koine = first;
  let line = await connect(koine, account);

  /** Resolves with the reply; a broadcast that is one, too. */
  async function ask(cmd: string, fields: object, reply = cmd): Promise<Frame> {
    const mark = line.box.frames.length;
    line.socket.send(JSON.stringify({ cmd, ...fields }));
    const frame = await line.box.find(
      (one) => (one.cmd === "error" && one.src === cmd) || one.cmd === "rate_limit" || one.cmd === reply,
      mark,
    );
    if (frame.cmd !== reply) throw new Refused(JSON.stringify(frame));
    return frame;
  }
  const messageOf = ({ cmd, message }: Frame): Message | undefined =>
    cmd === "message_new" ? (message as Message) : undefined;
  const isPoll = (message: Message | undefined, question: string): boolean =>
    message?.embeds?.some(({ title }) => title === question) === true;
  const idOf = async (text: string): Promise<string> => {
    const frame = await line.box.find((one) => {
      const message = messageOf(one);
      return message?.content === text || isPoll(message, text);
    });
    return messageOf(frame)?.id ?? "";
  };
  async function send(text: string, more: object): Promise<void> {
    const mark = line.box.frames.length;
    line.socket.send(JSON.stringify({ cmd: "message_new", channel: CHANNEL, content: text, ...more }));
    const frame = await line.box.find(
      (one) => one.src === "message_new" || one.cmd === "rate_limit" || messageOf(one)?.content === text,
      mark,
    );
    if (frame.cmd !== "message_new") throw new Refused(JSON.stringify(frame));
  }
  const of = async (text: string) => ({ channel: CHANNEL, id: await idOf(text) });
  const told = (word: string, fits: (frame: Frame, given: Given) => boolean): Sight => ({
    word,
    wait: async (given, mark) =>
      void (await line.box.find((frame) => frame.cmd === word && fits(frame, given), mark)),
  });
  const toldOf = (word: string): Sight => ({
    word,
    async wait({ text }, mark) {
      const id = await idOf(text);
      await line.box.find((frame) => frame.cmd === word && (frame.id ?? frame.message_id) === id, mark);
    },
  });
  const created = (fits: (message: Message, given: Given) => boolean): Sight =>
    told("message_new", (frame, given) => {
      const message = messageOf(frame);
      return message !== undefined && fits(message, given);
    });
  const isUser = ({ user, username }: Frame, { handle }: { readonly handle: string }): boolean => {
    const name = username ?? (user as { username: string }).username;
    return name === `USR:local_${handle}`;
  };

  return {
    acts: {
      send: ({ text }) => send(text, {}),
      edit: async ({ text, changed }) =>
        void (await ask("message_edit", { ...(await of(text)), content: changed })),
      delete: async ({ text }) => void (await ask("message_delete", await of(text))),
      reply: async ({ text, target }) => send(text, { reply_to: await idOf(target) }),
      react: async ({ text, emoji }) => void (await ask("message_react_add", { ...(await of(text)), emoji })),
      unreact: async ({ text, emoji }) =>
        void (await ask("message_react_remove", { ...(await of(text)), emoji })),
      upload: async ({ text, file }) => {
        const response = await fetch(`${koine.url}/attachments/upload`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({
            validator_key: "originChats-matrix",
            validator: line.validator,
            file: `data:text/plain;base64,${btoa("some text")}`,
            name: file,
            mime_type: "text/plain",
            channel: CHANNEL,
          }),
        });
        if (!response.ok) throw new Refused(`${response.status} ${await response.text()}`);
        const { attachment } = (await response.json()) as { attachment: { id: string } };
        await send(text, { attachments: [{ id: attachment.id }] });
      },
      type: () => {
        line.socket.send(JSON.stringify({ cmd: "typing", channel: CHANNEL }));
        return Promise.resolve();
      },
      pin: async ({ text }) => void (await ask("message_pin", await of(text))),
      poll: async ({ text }) =>
        void (await ask("poll_create", { channel: CHANNEL, question: text, options: ["yes", "no"] })),
      vote: async ({ text }) =>
        void (await ask("poll_vote", { message_id: await idOf(text), option_id: "1" })),
      "create room": async ({ room: name }) =>
        void (await ask("channel_create", {
          name,
          type: "text",
          permissions: { view: ["user"], send: ["user"] },
        })),
      leave: async () => void (await ask("user_leave", {})),
      ban: async ({ user }) => {
        const { banned } = await ask("user_ban", { user: `USR:local_${user.handle}` });
        if (banned !== true) throw new Refused("not banned");
      },
    },
    sees: {
      send: created(({ content }, { text }) => content === text),
      edit: told("message_edit", ({ content }, { changed }) => content === changed),
      delete: toldOf("message_delete"),
      reply: created(({ content, reply_to }, { text }) => content === text && reply_to !== undefined),
      react: toldOf("message_react_add"),
      unreact: toldOf("message_react_remove"),
      upload: created(({ content, attachments: [first] = [] }, { text, file }) => {
        return content === text && first?.name === file;
      }),
      type: told("typing", ({ user }, { actor }) => user === `USR:local_${actor}`),
      online: told("user_connect", (frame, { user }) => isUser(frame, user)),
      offline: told("user_disconnect", (frame, { user }) => isUser(frame, user)),
      pin: toldOf("message_pin"),
      poll: created((message, { text }) => isPoll(message, text)),
      vote: toldOf("poll_vote_update"),
      thread: told("thread_create", ({ thread }, given) => (thread as { name: string }).name === given.room),
      "create room": told("channels_get", ({ val }, given) =>
        (val as { name: string }[]).some(({ name }) => name === given.room),
      ),
      join: told("user_join", (frame, { user }) => isUser(frame, user)),
      leave: told("user_leave", (frame, { user }) => isUser(frame, user)),
      ban: told("user_leave", (frame, { user }) => isUser(frame, user)),
    },
    mark: () => line.box.frames.length,
    since: (mark) =>
      line.box.frames
        .slice(mark)
        .filter(({ cmd }) => !AMBIENT.has(cmd))
        .map((frame) => JSON.stringify(frame)),
    async conversation() {
      const page = async (start: number): Promise<Message[]> => {
        const { messages } = await ask("messages_get", { channel: CHANNEL, start, limit: 200 });
        return messages as Message[];
      };
      const newest = await page(0);
      return [...(await page(200)), ...newest].map(({ content }) => content);
    },
    async comeBack(again) {
      koine = again;
      line = await connect(again, account);
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
