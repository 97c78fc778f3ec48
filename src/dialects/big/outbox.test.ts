/** What waits for an ack is bounded, whatever the client does (`docs/protocols/big.md` section 7.3). */

import { expect, test } from "bun:test";
import { createOutbox, type Packet } from "./outbox.ts";
import { MAX_OUTSTANDING } from "./wire.ts";

function make() {
  const sent: number[] = [];
  const superseded: number[] = [];
  let overflows = 0;
  let time = 0;
  const outbox = createOutbox({
    send: (text) => sent.push((JSON.parse(text) as { id: number }).id),
    overflow: () => {
      overflows += 1;
    },
    superseded: ({ id }) => superseded.push(id),
    now: () => time,
    resendMillis: 5_000,
  });
  const pass = (millis: number): void => {
    time += millis;
    outbox.resend();
  };
  return { outbox, sent, superseded, pass, overflows: () => overflows };
}

const packet = (id: number, key?: string): Packet => ({
  id,
  at: 1,
  eventType: "new",
  payload: {},
  ...(key === undefined ? {} : { key }),
});

test("a client that never acks is told so many events, and no more", () => {
  const { outbox, sent, overflows } = make();
  for (let id = 1; id <= MAX_OUTSTANDING; id++) outbox.put(packet(id));
  expect([sent.length, overflows()]).toEqual([MAX_OUTSTANDING, 0]);
  for (let id = MAX_OUTSTANDING + 1; id <= MAX_OUTSTANDING + 10; id++) outbox.put(packet(id));
  expect([sent.length, overflows()]).toEqual([MAX_OUTSTANDING, 1]);
  expect(outbox.ack(String(MAX_OUTSTANDING + 5))).toBeNull();
});

test("what is acked makes room, and is not sent again; the rest is, oldest first, after its time", () => {
  const { outbox, sent, pass, overflows } = make();
  for (let id = 1; id <= 3 * MAX_OUTSTANDING; id++) {
    outbox.put(packet(id));
    if (id > 2) outbox.ack(String(id));
  }
  expect(overflows()).toBe(0);
  sent.length = 0;
  pass(4_999);
  expect(sent).toEqual([]);
  pass(1);
  pass(1);
  expect(sent).toEqual([1, 2]);
  pass(5_000);
  expect(sent).toEqual([1, 2, 1, 2]);
  expect([outbox.ack("1")?.id, outbox.ack("1"), outbox.ack("x")]).toEqual([1, null, null]);
});

test("a newer event with the same key takes the place of the one that waits", () => {
  const { outbox, sent, superseded, pass } = make();
  outbox.put(packet(1, "online-status:ann"));
  outbox.put(packet(2));
  outbox.put(packet(3, "online-status:ann"));
  pass(5_000);
  expect(superseded).toEqual([1]);
  expect(sent).toEqual([1, 2, 3, 2, 3]);
  outbox.ack("3");
  outbox.put(packet(4, "online-status:ann"));
  expect(superseded).toEqual([1]);
});

test("while an answer is on its way nothing leaves, and what was superseded meanwhile never does", () => {
  const { outbox, sent } = make();
  outbox.hold();
  outbox.put(packet(1, "chats"));
  outbox.put(packet(2, "chats"));
  outbox.say(packet(3));
  expect(sent).toEqual([]);
  outbox.release();
  expect(sent).toEqual([2, 3]);
});
