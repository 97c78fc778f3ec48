/**
 * Acknowledged means durable: nobody is told of a message before the journal that holds it was flushed to
 * the disk. Seen from the system calls of the running server.
 *
 * Needs the Debian package strace.
 */

import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alteredSource } from "./altered-source.ts";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { type Fate, fatesOf, straceCommand } from "./system-calls.ts";

const strace = Bun.which("strace");
const inCi = (process.env.CI ?? "") !== "";

/** Senders at once, and how many messages each sends, one after the other's answer. */
const SENDERS = 3;
const MESSAGES = 12;

const TEST_MILLIS = 120_000;

afterAll(removeDirectories);

test.skipIf(strace !== null || !inCi)("strace is there to prove durability with", () => {
  throw new Error("The program strace is missing: install the Debian package strace, durability is unproven");
});

test.skipIf(strace === null)(
  "nobody is told of a message before the journal that holds it has reached the disk",
  async () => {
    const { acknowledged, fates } = await sendUnderStrace();
    expect(acknowledged).toHaveLength(SENDERS * MESSAGES * 2);
    expect([...fates.entries()].filter(([, fate]) => !isDurable(fate))).toEqual([]);
  },
  TEST_MILLIS,
);

test.skipIf(strace === null)(
  "the proof fails on a server that does not flush",
  async () => {
    const root = alteredSource({
      file: "store/sqlite/open.ts",
      from: "pragma synchronous = full",
      to: "pragma synchronous = off",
    });
    const { acknowledged, fates } = await sendUnderStrace(root);
    expect(acknowledged).toHaveLength(SENDERS * MESSAGES * 2);
    // Written and told as ever, but not flushed in between.
    for (const fate of fates.values()) {
      expect(fate.written).not.toBeNull();
      expect(fate.told).not.toBeNull();
      expect(isDurable(fate)).toBe(false);
    }
  },
  TEST_MILLIS,
);

test.skipIf(strace === null)(
  "the proof fails on a server that flushes only when the journal is emptied",
  async () => {
    const root = alteredSource({
      file: "store/sqlite/open.ts",
      from: "pragma synchronous = full",
      to: "pragma synchronous = normal",
    });
    const { fates } = await sendUnderStrace(root);
    expect([...fates.values()].some((fate) => !isDurable(fate))).toBe(true);
  },
  TEST_MILLIS,
);

function isDurable({ written, flushed, told }: Fate): boolean {
  return written !== null && flushed !== null && told !== null && written < flushed && flushed < told;
}

/** Every text that was acknowledged, sent or edited, and what became of it in the system calls. */
async function sendUnderStrace(root?: string) {
  const file = join(temporaryDirectory(), "calls");
  const koine = await startKoine({
    prefix: straceCommand(strace ?? "", file),
    ...(root === undefined ? {} : { root }),
  });
  const acknowledged: string[] = [];
  const send = async (sender: number): Promise<void> => {
    const { token } = await register(koine.url, `sender${sender}`);
    const { client, ready } = await enter(koine.gateway, token);
    for (let i = 0; i < MESSAGES; i += 1) {
      const [said, corrected] = [textOf("said", sender, i), textOf("corrected", sender, i)];
      const room_id = ready.space.default_room_id;
      const sent = await client.request({ type: "message_send", room_id, content: said, nonce: said });
      expect(sent).toMatchObject({ type: "ok", message: { content: said } });
      acknowledged.push(said);
      const message_id = (sent.message as { id: number }).id;
      const edited = await client.request({ type: "message_edit", message_id, content: corrected });
      expect(edited).toMatchObject({ type: "ok", message: { content: corrected } });
      acknowledged.push(corrected);
    }
    await client.close();
  };
  try {
    await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)));
  } finally {
    // strace itself keeps back the signals that it is sent; what it runs ends, and it with that.
    const traced = readFileSync(`/proc/${koine.process.pid}/task/${koine.process.pid}/children`, "utf8");
    for (const pid of traced.trim().split(" ")) process.kill(Number(pid), "SIGTERM");
    await koine.process.exited;
  }
  return { acknowledged, fates: fatesOf(readFileSync(file, "utf8"), acknowledged) };
}

/** Neither contains another. */
function textOf(what: string, sender: number, i: number): string {
  return `<${what} ${sender}/${i}>`;
}
