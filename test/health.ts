/** How a server process is after it was maltreated. */

import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { type Account, connect, enter, register } from "./gateway-client.ts";
import type { Koine } from "./koine.ts";

/** Bytes of memory that the process holds (Linux). */
export function residentBytes({ process }: Koine): number {
  const [, kilobytes] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process.pid}/status`, "utf8")) ?? [];
  if (kilobytes === undefined) throw new Error("The process has no memory: it has ended");
  return Number(kilobytes) * 1024;
}

export const MIB = 1024 * 1024;

/** Lines of the log that tell of a bug. */
export function errorLines({ lines }: Koine): string[] {
  return lines.filter((line) => (JSON.parse(line) as { level: string }).level === "error");
}

/** Two accounts that can chat, for `probe`. */
export async function honestPair(koine: Koine): Promise<readonly [Account, Account]> {
  return [await register(koine.url, "honest-ann"), await register(koine.url, "honest-bob")];
}

let probes = 0;

/** Two fresh good clients chat; the process runs, and its log has no errors. */
export async function probe(koine: Koine, [ann, bob]: readonly [Account, Account]): Promise<void> {
  probes += 1;
  const content = `how do you do ${probes}`;
  const [speaker, listener] = [await enter(koine.gateway, ann.token), await enter(koine.gateway, bob.token)];
  const said = await speaker.client.request({
    type: "message_send",
    room_id: speaker.ready.space.default_room_id,
    content,
  });
  expect(said).toMatchObject({ type: "ok", message: { content } });
  const heard = await listener.client.next(
    ({ event }) =>
      event?.type === "message_create" && (event.message as { content: string }).content === content,
  );
  expect(heard.event).toMatchObject({ message: { author: { handle: ann.user.handle } } });
  await Promise.all([speaker.client.close(), listener.client.close()]);
  expect(koine.process.exitCode).toBeNull();
  expect(errorLines(koine)).toEqual([]);
}

/** What the server says to a stranger's WebSocket: whether it still greets. */
export async function greets(koine: Koine): Promise<boolean> {
  const client = await connect(koine.gateway);
  const { version } = await client.next((packet) => packet.version !== undefined);
  await client.close();
  return typeof version === "string";
}

/** Environment that lifts the rate limits, for tests that are faster than people. */
export const UNLIMITED = { KOINE_LIMITS_BONFIRE: "100000/1s", KOINE_LIMITS_SIGN_IN: "100000/1s" };
