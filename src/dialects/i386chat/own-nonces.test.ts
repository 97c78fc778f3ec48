import { expect, test } from "bun:test";
import { createOwnNonces, MAX_KEPT } from "./own-nonces.ts";

test("of messages that never come back no more than so many nonces are remembered, the newest", () => {
  const nonces = createOwnNonces(() => false);
  for (let i = 0; i <= MAX_KEPT; i++) nonces.keep(`refused ${i}`, "1234567890123456789");
  expect(nonces.has("refused 0")).toBe(false);
  expect(nonces.has("refused 1")).toBe(true);
  expect(nonces.has(`refused ${MAX_KEPT}`)).toBe(true);
});
