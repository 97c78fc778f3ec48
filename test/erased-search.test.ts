/**
 * Deleted text is nowhere on the disk: not in the messages, not among their earlier versions, not in the
 * indexes for searching, which hold words and parts of words in pages of their own.
 */

import { afterAll, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const ENVIRONMENT = { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "100000/1s" };

function random(letters: number, first: number, count: number): string {
  const picked = crypto.getRandomValues(new Uint32Array(letters));
  return String.fromCodePoint(...[...picked].map((n) => first + (n % count)));
}

/** A word of 12 letters, and one of 10 ideographs: three bytes each, so that two of them are found nowhere by chance. */
function secret(): { text: string; traces: string[] } {
  const [word, signs] = [random(12, 0x61, 26), random(10, 0x4e00, 20_000)];
  // An index leaves out what a term has in common with the one before it: its end stays.
  const pairs = Array.from({ length: signs.length - 1 }, (_, i) => signs.slice(i, i + 2));
  return { text: `${word} ${signs}`, traces: [word, word.slice(4), ...pairs] };
}

function found(directory: string, traces: readonly string[]): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    return traces.filter((trace) => bytes.includes(trace)).map((trace) => `${trace} in ${name}`);
  });
}

test("what was deleted, and what an edit replaced before, leaves no trace in any file", async () => {
  const directory = temporaryDirectory();
  const secrets = Array.from({ length: 6 }, secret);
  const traces = secrets.flatMap((one) => one.traces);
  const [plain, edited, before, forwarded, pinned, bulk] = secrets.map(({ text }) => text);

  let koine = await startKoine({ directory, environment: ENVIRONMENT });
  const { token } = await register(koine.url, "ann");
  let { client, ready } = await enter(koine.gateway, token);
  const room_id = ready.space.default_room_id;
  const send = async (content: string | undefined): Promise<number> => {
    const ok = await client.request({ type: "message_send", room_id, content });
    return (ok.message as { id: number }).id;
  };
  // Others are there before and after, so that the indexes have more than one page.
  for (let i = 0; i < 300; i++) void send(`other ${random(9, 0x61, 26)} ${i}`);
  const ids = [
    await send(plain),
    await send(before),
    await send(forwarded),
    await send(pinned),
    await send(bulk),
  ];
  for (let i = 0; i < 300; i++) void send(`more ${random(9, 0x61, 26)} ${i}`);
  const copied = await client.request({ type: "message_forward", message_id: ids[2], room_id });
  await client.request({ type: "pin_add", message_id: ids[3] });
  expect((await client.request({ type: "search", query: bulk })).messages).toHaveLength(1);
  await client.request({ type: "message_edit", message_id: ids[1], content: edited });
  expect((await client.request({ type: "search", query: edited })).messages).toHaveLength(1);
  await client.close();
  await koine.stop();
  // Otherwise the search below would prove nothing.
  expect(found(directory, traces).length).toBeGreaterThanOrEqual(traces.length);

  koine = await startKoine({ directory, environment: ENVIRONMENT });
  ({ client, ready } = await enter(koine.gateway, token));
  for (const message_id of [...ids.slice(0, 4), (copied.message as { id: number }).id]) {
    expect(await client.request({ type: "message_delete", message_id })).toMatchObject({ type: "ok" });
  }
  const many = await client.request({ type: "messages_delete", room_id, message_ids: [ids[4]] });
  expect(many).toMatchObject({ type: "ok" });
  await client.close();
  await koine.stop();
  expect(found(directory, traces)).toEqual([]);
}, 120_000);
