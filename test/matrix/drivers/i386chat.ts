/** i386chat (`docs/protocols/i386chat.md`). */

import type { Account } from "../../gateway-client.ts";
import { chatToken } from "../../i386chat-client.ts";
import type { Koine } from "../../koine.ts";
import { type Driver, type Front, type Given, Refused, type Sight } from "../front.ts";
import { type Inbox, inbox } from "../inbox.ts";

interface Frame {
  readonly f: number;
  readonly t?: string;
  readonly s?: number;
  readonly cnf: { readonly [field: string]: unknown };
}

interface Line {
  readonly box: Inbox<Frame>;
  readonly socket: WebSocket;
  readonly session: number;
  readonly room: number;
}

export const i386chat: Driver = { name: "i386chat", enter };

/** What comes whenever somebody comes and goes, or answers oneself. */
const AMBIENT: ReadonlySet<string> = new Set(["ROOM_USER_ADD", "ROOM_USER_REMOVE"]);

async function connect(koine: Koine, account: Account, earlier: object): Promise<Line> {
  const token = await chatToken(koine.url, account).catch((error: unknown) => {
    throw new Refused(String(error));
  });
  const socket = new WebSocket(`${koine.url.replace("http", "ws")}/i386chat`);
  const box = inbox<Frame>("i386chat");
  socket.onmessage = ({ data }) => take(box, data);
  socket.onclose = ({ code }) => box.end(String(code));
  const { cnf } = await box.find(({ f }) => f === 100);
  // Who is silent for two intervals is presumed dead.
  const beat = setInterval(() => socket.send('{"f":120}'), (cnf.hb_int as number) / 2);
  socket.addEventListener("close", () => clearInterval(beat));
  socket.send(JSON.stringify({ f: 110, cnf: { token, ...earlier } }));
  const ready = await box.find(({ f }) => f === 140 || f === 150);
  if (ready.f === 150) throw new Refused(JSON.stringify(ready.cnf));
  return { box, socket, session: ready.cnf.session_id as number, room: 0 };
}

async function enter(first: Koine, account: Account): Promise<Front> {
  let line = await connect(first, account, {});
  const move = await line.box.find(({ t }) => t === "CHANNEL_MOVE");
  const room = move.cnf.id as number;
  let nonce = 0;

  const isMessage = ({ t, cnf }: Frame, text: string): boolean =>
    t === "MESSAGE_CREATE" && cnf.content === text;
  const said = (t: string, cnf: object): number => {
    const mark = line.box.frames.length;
    line.socket.send(JSON.stringify({ f: 130, t, cnf }));
    return mark;
  };
  /** Resolves with what answers; rejects with an error that came instead. */
  async function answered(mark: number, fits: (frame: Frame) => boolean): Promise<void> {
    const frame = await line.box.find((one) => one.f === 150 || fits(one), mark);
    if (frame.f === 150) throw new Refused(JSON.stringify(frame.cnf));
  }
  const idOf = async (text: string): Promise<number> =>
    (await line.box.find((frame) => isMessage(frame, text))).cnf.id as number;
  const told = (word: string, fits: (frame: Frame, given: Given) => boolean): Sight => ({
    word,
    wait: async (given, mark) => void (await line.box.find((frame) => fits(frame, given), mark)),
  });
  const created = (word: string, fits: (content: string, given: Given) => boolean): Sight =>
    told(word, ({ t, cnf }, given) => t === "MESSAGE_CREATE" && fits(String(cnf.content), given));
  const nameOf = (cnf: Frame["cnf"]): unknown => (cnf.user as { name: string } | undefined)?.name;

  return {
    acts: {
      async send({ text }) {
        const mark = said("MESSAGE_CREATE", { content: text, nonce: ++nonce, room });
        await answered(mark, (frame) => isMessage(frame, text));
      },
      async delete({ text }) {
        const id = await idOf(text);
        await answered(
          said("MESSAGE_DELETE", { id }),
          ({ t, cnf }) => t === "MESSAGE_DELETE" && cnf.id === id,
        );
      },
      type: () => {
        said("START_TYPING", { room });
        return Promise.resolve();
      },
      async "create room"({ room: name }) {
        const mark = said("CHANNEL_ADD", { name, description: "", visibility: true });
        await answered(mark, ({ t, cnf }) => t === "CHANNEL_ADD" && cnf.name === name);
      },
      async ban({ user }) {
        const mark = said("SYSTEM_BAN_ADD", { user: user.id, reason: "noise" });
        await answered(mark, ({ t, cnf }) => t === "SYSTEM_BAN_ADD" && idIn(cnf) === user.id);
      },
    },
    sees: {
      send: created("MESSAGE_CREATE", (content, { text }) => content === text),
      edit: told("MESSAGE_CREATE with `edited`", (frame, { changed }) => {
        return isMessage(frame, changed) && frame.cnf.edited !== undefined;
      }),
      delete: {
        word: "MESSAGE_DELETE",
        async wait({ text }, mark) {
          const id = await idOf(text);
          await line.box.find(({ t, cnf }) => t === "MESSAGE_DELETE" && cnf.id === id, mark);
        },
      },
      reply: created("a line `> author: text` before the text", (content, { text, target }) => {
        return content.startsWith("> ") && content.includes(target) && content.endsWith(text);
      }),
      upload: created("a line `name (size) URL` after the text", (content, { text, file }) => {
        return content.startsWith(`${text}\n${file} (`) && content.includes("/files/");
      }),
      type: told("START_TYPING", ({ t, cnf }, { actor }) => t === "START_TYPING" && nameOf(cnf) === actor),
      online: told(
        "ROOM_USER_ADD",
        ({ t, cnf }, { user }) => t === "ROOM_USER_ADD" && nameOf(cnf) === user.handle,
      ),
      offline: told("ROOM_USER_REMOVE", ({ t, cnf }, { user }) => {
        return t === "ROOM_USER_REMOVE" && nameOf(cnf) === user.handle;
      }),
      poll: created("text with numbered options", (content, { text }) => {
        return content.startsWith(text) && content.includes("1.") && content.includes("yes");
      }),
      thread: told("a line when it opens", ({ t, cnf }, given) => {
        return t === "MESSAGE_CREATE" && String(cnf.content).includes(given.room);
      }),
      join: told("ROOM_USER_ADD", ({ t, cnf }, { user }) => {
        return t === "ROOM_USER_ADD" && nameOf(cnf) === user.handle;
      }),
      leave: told("ROOM_USER_REMOVE", ({ t, cnf }, { user }) => {
        return t === "ROOM_USER_REMOVE" && nameOf(cnf) === user.handle;
      }),
      ban: told("SYSTEM_BAN_ADD", ({ t, cnf }, { user }) => t === "SYSTEM_BAN_ADD" && idIn(cnf) === user.id),
      "create room": told(
        "CHANNEL_ADD",
        ({ t, cnf }, given) => t === "CHANNEL_ADD" && cnf.name === given.room,
      ),
    },
    mark: () => line.box.frames.length,
    since: (mark) =>
      line.box.frames
        .slice(mark)
        .filter(({ t = "" }) => !AMBIENT.has(t))
        .map((frame) => JSON.stringify(frame)),
    conversation() {
      const gone = new Set<unknown>();
      const texts = new Map<unknown, string>();
      for (const { t, cnf } of line.box.frames) {
        if (t === "MESSAGE_CREATE") texts.set(cnf.id, String(cnf.content));
        if (t === "MESSAGE_DELETE") gone.add(cnf.id);
      }
      return Promise.resolve([...texts].filter(([id]) => !gone.has(id)).map(([, content]) => content));
    },
    async comeBack(koine) {
      const s = Math.max(0, ...line.box.frames.map((frame) => frame.s ?? 0));
      const kept = line.box.frames;
      const next = await connect(koine, account, { session_id: line.session, s, room });
      // What was told before the server was gone is still known.
      const box = inbox<Frame>("i386chat");
      for (const frame of [...kept, ...next.box.frames]) box.take(frame);
      next.socket.onmessage = ({ data }) => take(box, data);
      next.socket.onclose = ({ code }) => box.end(String(code));
      line = { ...next, box };
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

/** The echo of a heartbeat is no frame of anything. */
function take(box: Inbox<Frame>, data: unknown): void {
  const frame = JSON.parse(String(data)) as Frame;
  if (frame.f !== 120) box.take(frame);
}

function idIn({ user }: Frame["cnf"]): unknown {
  return typeof user === "object" && user !== null ? (user as { id: number }).id : user;
}
