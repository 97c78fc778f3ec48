/** The HTTP API (`docs/using-the-api.md`): it acts by calls, and watches by reading history. */

import { upload } from "../../files-client.ts";
import type { Account } from "../../gateway-client.ts";
import type { Koine } from "../../koine.ts";
import { type Driver, type Front, type Given, Refused, type Sight } from "../front.ts";

interface Message {
  readonly id: number;
  readonly content: string;
  readonly deleted?: number;
  readonly edited?: number;
  readonly pinned?: boolean;
  readonly reply_to?: object;
  readonly poll?: { readonly question: string; readonly voters?: number };
  readonly reactions?: readonly { readonly emoji: string }[];
  readonly attachments?: readonly { readonly name: string }[];
}

export const httpApi: Driver = { name: "HTTP API", enter };

/** How often history is read before something counts as not told. */
const READS = 100;

async function enter(first: Koine, account: Account): Promise<Front> {
  let koine = first;
  async function ask(method: string, path: string, body?: object): Promise<{ [field: string]: unknown }> {
    const response = await fetch(`${koine.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${account.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${response.status} ${text}`);
    return JSON.parse(text) as { [field: string]: unknown };
  }
  const { spaces } = (await ask("GET", "/spaces")) as { spaces: { id: number; default_room_id: number }[] };
  const [{ id: space, default_room_id: room } = { id: 0, default_room_id: 0 }] = spaces;

  const history = async (before = 0): Promise<Message[]> => {
    const { messages } = await ask("GET", `/rooms/${room}/messages?limit=200&before=${before}`);
    return (messages ?? []) as Message[];
  };
  const find = async (text: string): Promise<Message> => {
    const found = (await history()).find(({ content }) => content === text);
    if (found === undefined) throw new Error(`There is no message "${text}"`);
    return found;
  };
  const path = async (text: string): Promise<string> => `/messages/${(await find(text)).id}`;
  const reads = (fits: (messages: readonly Message[], given: Given) => boolean): Sight => ({
    word: "in history",
    async wait(given) {
      for (let i = 0; i < READS; i++) {
        if (fits(await history(), given)) return;
        await Bun.sleep(20); // HTTP has no way to be told.
      }
      throw new Error(`HTTP API: not in the history: ${fits}`);
    },
  });
  const readsOf = (fits: (message: Message, given: Given) => boolean): Sight =>
    reads((messages, given) =>
      messages.some((message) => message.content === given.text && fits(message, given)),
    );
  async function mark({ user, text }: Given, kind: "delivered" | "read"): Promise<void> {
    const opened = await ask("PUT", `/dialogs/${user.id}`, {});
    const { id } = opened.room as { id: number };
    const { messages } = await ask("GET", `/rooms/${id}/messages?limit=10`);
    const found = (messages as Message[]).find(({ content }) => content === text);
    await ask("POST", `/rooms/${id}/receipts`, { message_id: found?.id, kind });
  }
  const send = (content: string, more: object = {}) =>
    ask("POST", `/rooms/${room}/messages`, { content, ...more });

  return {
    acts: {
      send: async ({ text }) => void (await send(text)),
      edit: async ({ text, changed }) => void (await ask("PATCH", await path(text), { content: changed })),
      delete: async ({ text }) => void (await ask("DELETE", await path(text))),
      reply: async ({ text, target }) => void (await send(text, { reply_to: (await find(target)).id })),
      react: async ({ text, emoji }) =>
        void (await ask("PUT", `${await path(text)}/reactions/${encodeURIComponent(emoji)}`)),
      unreact: async ({ text, emoji }) =>
        void (await ask("DELETE", `${await path(text)}/reactions/${encodeURIComponent(emoji)}`)),
      upload: async ({ text, file }) => {
        const bytes = new TextEncoder().encode("some text");
        const { id } = await upload(koine.url, account.token, bytes, { name: file });
        await send(text, { attachment_ids: [id] });
      },
      type: async () => void (await ask("PUT", `/rooms/${room}/typing`)),
      pin: async ({ text }) => void (await ask("PUT", `${await path(text)}/pin`)),
      poll: async ({ text }) =>
        void (await ask("POST", `/rooms/${room}/polls`, { question: text, options: ["yes", "no"] })),
      vote: async ({ text }) => void (await ask("PUT", `${await path(text)}/vote`, { option_ids: [1] })),
      thread: async ({ room: name }) => void (await ask("POST", "/threads", { room_id: room, name })),
      "create room": async ({ room: name }) => void (await ask("POST", "/rooms", { name })),
      leave: async () => void (await ask("POST", `/spaces/${space}/leave`, {})),
      "mark delivered": (given) => mark(given, "delivered"),
      "mark read": (given) => mark(given, "read"),
      ban: async ({ user }) => void (await ask("PUT", `/bans/${user.id}`, {})),
    },
    sees: {
      send: readsOf(() => true),
      edit: reads((messages, { changed }) =>
        messages.some(({ content, edited = 0 }) => content === changed && edited > 0),
      ),
      delete: reads((messages, { text }) => !messages.some(({ content }) => content === text)),
      reply: readsOf(({ reply_to }) => reply_to !== undefined),
      react: readsOf(({ reactions = [] }, { emoji }) => reactions.some((one) => one.emoji === emoji)),
      unreact: readsOf(({ reactions = [] }) => reactions.length === 0),
      upload: readsOf(({ attachments: [first] = [] }, { file }) => first?.name === file),
      pin: readsOf(({ pinned }) => pinned === true),
      poll: readsOf(({ poll }, { text }) => poll?.question === text),
      vote: readsOf(({ poll }) => poll?.voters === 1),
    },
    mark: () => 0,
    since: () => [],
    async conversation() {
      const newest = await history();
      const older = await history(newest[0]?.id ?? 0);
      return [...older, ...newest].filter(({ deleted }) => !deleted).map(({ content }) => content);
    },
    comeBack(again) {
      koine = again;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
