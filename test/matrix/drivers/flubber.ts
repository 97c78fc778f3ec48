/**
 * A Flubber backend (`docs/protocols/flubber.md`): a network of its own behind a pipe, whose people speak in the room
 * that is linked, and who are told what is said there. `backend-relay.ts` is the program, this its other end.
 */

import { join } from "node:path";
import type { Account } from "../../gateway-client.ts";
import type { Driver, Front, Given, Sight } from "../front.ts";
import { inbox } from "../inbox.ts";

interface Extra {
  readonly key?: string;
  readonly reply_to?: string;
  readonly edit_of?: string;
  readonly delete_of?: string;
  readonly react?: { readonly to: string; readonly emote: string; readonly remove?: boolean };
}

type Content =
  | { readonly type: "Text"; readonly value: string }
  | { readonly type: "Concat"; readonly value: readonly Content[] }
  | { readonly type: string; readonly value: Content };

interface Heard {
  readonly text: string;
  readonly files: number;
  readonly extra: Extra;
  /** What we called it. */
  readonly id: string;
}

interface Request {
  readonly sequence_number: number;
  readonly body: { readonly type: string; readonly value: unknown };
}

const ROOM = "#hall";
const INIT = {
  backend_name: "matrix",
  backend_version: [1, 0, 0],
  protocol_version: [0, 1, 0],
  extensions: ["koine.1"],
};
const RELAY = join(import.meta.dir, "../../backend-relay.ts");

/** A program that the server runs: `said` is what it says at its start, `hear` answers a request. */
interface Network {
  readonly hears: ReturnType<typeof inbox<Heard>>;
  readonly starts: ReturnType<typeof inbox<object>>;
  say(value: object): void;
  stop(): void;
  readonly port: number;
}

const networks = new Map<string, Network>();

export const flubber: Driver = {
  name: "Flubber backend",
  isNetwork: true,
  file: "file.txt",
  config: (handles) =>
    handles
      .map((handle) => {
        const network = startNetwork();
        networks.set(handle, network);
        const [cmd, args] = [process.execPath, [RELAY, String(network.port)]].map((one) =>
          JSON.stringify(one),
        );
        return `[backends.${handle}]\ncmd = ${cmd}\nargs = ${args}\n`;
      })
      .join("\n"),
  enter: (_koine, account, link) => enter(account, link),
};

function startNetwork(): Network {
  const hears = inbox<Heard>("Flubber backend");
  const starts = inbox<object>("Flubber backend's program");
  /** The same question has the same answer: the server asks again when it does not know what became of it. */
  const answered = new Map<string, string>();
  let count = 0;
  let say = (_value: object): void => undefined;

  function answerTo(body: Request["body"]): object {
    if (body.type === "RoomLookup") return { type: "RoomID", value: ROOM };
    if (body.type !== "MessageSend") return { type: "Success", value: null };
    const { content, attachments, extra } = body.value as {
      content: Content;
      attachments: readonly unknown[];
      extra: { koine: Extra };
    };
    const key = extra.koine.key ?? "";
    const known = answered.get(key);
    const id = known ?? `there-${++count}`;
    answered.set(key, id);
    if (known === undefined)
      hears.take({ id, text: plain(content), files: attachments.length, extra: extra.koine });
    return { type: "MessageID", value: id };
  }

  const server = Bun.listen<{ rest: string }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { rest: "" };
        say = (value) => void socket.write(`${JSON.stringify(value)}\n`);
        say(INIT);
      },
      data(socket, bytes) {
        const lines = (socket.data.rest + bytes.toString()).split("\n");
        socket.data.rest = lines.pop() ?? "";
        for (const line of lines) {
          const { sequence_number, body } = JSON.parse(line) as Request;
          say({ sequence_number, body: answerTo(body) });
          if (body.type === "RoomJoin") starts.take(body);
        }
      },
    },
  });
  return { hears, starts, say: (value) => say(value), stop: () => server.stop(true), port: server.port };
}

async function enter(
  { user }: Account,
  link: (backend: string, name: string) => Promise<void>,
): Promise<Front> {
  const network = networks.get(user.handle);
  if (network === undefined) throw new Error(`There is no network of ${user.handle}`);
  const { hears, starts } = network;
  await link(user.handle, ROOM);
  await starts.find(() => true);
  const sender = `${user.handle}-there`;
  /** What was said on the network, by its text, in case that the server has to be told again. */
  const said = new Map<string, object & { readonly id: string }>();
  let count = 0;

  const idOf = async (text: string): Promise<string> => {
    const own = said.get(text)?.id;
    return own ?? (await hears.find((one) => one.text === text && one.extra.edit_of === undefined)).id;
  };
  function say(text: string, koine: Extra, more: object = {}): void {
    const id = `own-${++count}`;
    const now = Date.now();
    const message = {
      id,
      sender,
      recipient: ROOM,
      attachments: [],
      content: { type: "Text", value: text },
      create_time: now,
      edit_time: now,
      extra: { koine: { ...koine, sender_name: sender } },
      ...more,
    };
    if (text !== "") said.set(text, message);
    network?.say({ type: "MessageUpsert", value: message });
  }
  const act = (run: (given: Given) => Promise<void> | void) => async (given: Given) => await run(given);
  const told = (word: string, fits: (heard: Heard, given: Given) => boolean): Sight => ({
    word,
    wait: async (given, mark) => void (await hears.find((heard) => fits(heard, given), mark)),
  });
  const toldOf = (word: string, fits: (extra: Extra, id: string) => boolean): Sight => ({
    word,
    async wait({ text }, mark) {
      const id = await idOf(text);
      await hears.find(({ extra }) => fits(extra, id), mark);
    },
  });
  const isNew = ({ edit_of, delete_of, react }: Extra): boolean =>
    edit_of === undefined && delete_of === undefined && react === undefined;

  return {
    acts: {
      send: act(({ text }) => say(text, {})),
      edit: act(async ({ text, changed }) => {
        const id = await idOf(text);
        say("", {}, { id, content: { type: "Text", value: changed }, edit_time: Date.now() + 1_000 });
      }),
      delete: act(async ({ text }) => say("", { delete_of: await idOf(text) })),
      reply: act(async ({ text, target }) => say(text, { reply_to: await idOf(target) })),
      react: act(async ({ text, emoji }) => say("", { react: { to: await idOf(text), emote: emoji } })),
      unreact: act(async ({ text, emoji }) =>
        say("", { react: { to: await idOf(text), emote: emoji, remove: true } }),
      ),
      upload: act(({ text }) =>
        say(text, {}, { attachments: [{ mime: "text/plain", data: btoa("some text") }] }),
      ),
    },
    sees: {
      send: told("MessageSend", ({ text, extra }, given) => text === given.text && isNew(extra)),
      edit: told(
        "MessageSend with `edit_of`",
        ({ text, extra }, { changed }) => text === changed && extra.edit_of !== undefined,
      ),
      delete: toldOf("MessageSend with `delete_of`", ({ delete_of }, id) => delete_of === id),
      reply: told(
        "MessageSend with `reply_to`",
        ({ text, extra }, given) => text === given.text && extra.reply_to !== undefined,
      ),
      react: toldOf("MessageSend with `react`", ({ react }, id) => react?.to === id && react.remove !== true),
      unreact: toldOf(
        "MessageSend with `react`, `remove`",
        ({ react }, id) => react?.to === id && react.remove === true,
      ),
      upload: told("MessageSend", ({ text, files }, given) => text === given.text && files === 1),
      poll: told("text with numbered options", ({ text }, given) => text.startsWith(`${given.text}\n1. yes`)),
    },
    another: act(({ text }) => say(text, {}, { sender: `${sender}-too` })),
    mark: () => hears.frames.length,
    since: (mark) => hears.frames.slice(mark).map((frame) => JSON.stringify(frame)),
    conversation() {
      const texts = new Map<string, string>();
      for (const { id, text, extra } of hears.frames) {
        if (extra.delete_of !== undefined) texts.delete(extra.delete_of);
        else if (extra.react === undefined) texts.set(extra.edit_of ?? id, text);
      }
      return Promise.resolve([...texts.values()]);
    },
    async comeBack() {
      // The program was ended with the server, and runs again; a network with a history tells it once more.
      await starts.find(() => true, 1);
      for (const message of said.values()) network.say({ type: "MessageUpsert", value: message });
    },
    close: () => Promise.resolve(network.stop()),
  };
}

function plain({ type, value }: Content): string {
  if (typeof value === "string") return type === "Text" ? value : "";
  if (Array.isArray(value)) return value.map(plain).join("");
  return plain(value as Content);
}
