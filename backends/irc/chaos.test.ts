import { expect, test } from "bun:test";
import { chaos } from "./chaos.ts";

test.skipIf(Bun.which("inspircd") === null)(
  "nothing is lost or doubled when the connection and the server at the other end die",
  async () => {
    const { said, heard, wrong } = await chaos(["connection", "server"], 7);
    expect(wrong).toEqual([]);
    expect(Math.min(said, heard)).toBeGreaterThan(0);
  },
);

test.skipIf(Bun.which("inspircd") === null)("nor when the IRC server dies", async () => {
  const { said, wrong } = await chaos(["IRC server", "IRC server"], 8);
  expect(wrong).toEqual([]);
  expect(said).toBeGreaterThan(0);
});
