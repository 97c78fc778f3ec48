import { expect, test } from "bun:test";
import type { Happening } from "../../core/events.ts";
import type { Outcome } from "../../core/ports.ts";
import { fromCrossing, toCrossing } from "./wire.ts";

const message = { id: 7, text: "said once" };
const base = { stream: 1, seq: 3, at: 5, origin: 2 };
const created = { ...base, type: "message_create", message } as Happening;
const deleted = { ...base, type: "message_delete", room: 1, message: 7 } as Happening;

const outcomes: readonly (readonly [string, Outcome])[] = [
  ["a send", { ok: true, reply: message, events: [created] }],
  ["a send that was there already", { ok: true, reply: message, events: [] }],
  ["an edit, whose reply says more than its event", { ok: true, reply: { ...message }, events: [created] }],
  ["a deletion", { ok: true, reply: null, events: [deleted] }],
  ["a reply that is the number in the event", { ok: true, reply: 7, events: [deleted] }],
  ["a fault", { ok: false, fault: { code: "forbidden", message: "no", retryAfter: 0 } }],
];

test.each(outcomes)("%s arrives as it left", (_, outcome) => {
  expect(fromCrossing(JSON.parse(JSON.stringify(toCrossing(outcome))))).toEqual(outcome);
});

test("a sent message crosses once", () => {
  const text = JSON.stringify(toCrossing({ ok: true, reply: message, events: [created] }));
  expect(text.split("said once")).toHaveLength(2);
});
