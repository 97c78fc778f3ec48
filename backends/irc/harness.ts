/** For tests: the backend as a server runs it, with a server's questions. */

import { join } from "node:path";
import { plainText } from "../sdk/content.ts";
import { koineOf } from "../sdk/extra.ts";
import { type Served, startBackend } from "../sdk/fixture.ts";
import type { Message, Update } from "../sdk/wire.ts";
import type { IrcServer } from "./fixture.ts";

export interface Options {
  readonly words?: readonly string[];
  readonly env?: object;
  /** The place is among the words. */
  readonly tls?: boolean;
}

/** Started on `#room`; resolves before it is joined. */
export async function startIrc(
  server: Pick<IrcServer, "port">,
  { words = [], env = {}, tls = false }: Options = {},
): Promise<Served> {
  const place = tls ? [] : ["--server", "127.0.0.1", "--port", String(server.port), "--no-tls"];
  const quick = ["--rate", "1000", "--reconnect-after", "50", "--channel", "#room"];
  const program = [process.execPath, join(import.meta.dir, "main.ts")];
  return await startBackend([...program, ...place, ...quick, ...words], env);
}

/** Resolves when a channel was joined, each time once. */
export async function joined(served: Served, channel = "#room"): Promise<void> {
  await served.logged(new RegExp(`joined ${channel}\\n`, "i"));
}

/** Resolves when the connection to the network broke, each time once. */
export async function lost(served: Served): Promise<void> {
  await served.logged(/not connected; trying again/);
}

/** The first message that nobody took, with these words. */
export async function heard(served: Served, words: string | RegExp): Promise<Message> {
  const update = await served.update((one) => {
    const message = messageIn(one);
    if (message === null) return false;
    const said = plainText(message.content);
    return typeof words === "string" ? said === words : words.test(said);
  });
  const message = messageIn(update);
  if (message === null) throw new Error("unreachable: it was one");
  return message;
}

/** All messages so far: who said what. */
export function conversation(served: Served): string[] {
  return served.updates.flatMap((update) => {
    const message = messageIn(update);
    if (message === null) return [];
    return [`${koineOf(message.extra).sender_name}: ${plainText(message.content)}`];
  });
}

/** The id in the answer to a message. Throws what the network said instead. */
export async function idOf(answer: Promise<unknown>): Promise<string> {
  const { type, value } = (await answer) as { type: string; value: unknown };
  if (type !== "MessageID" || typeof value !== "string") throw new Error(JSON.stringify(value));
  return value;
}

function messageIn({ type, value }: Update): Message | null {
  return type === "MessageUpsert" && typeof value !== "string" ? value : null;
}
