import { expect, test } from "bun:test";
import { startProgram } from "./program.ts";

const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

test("a program whose words are still being taken in can be ended, and its speaker hears of it", async () => {
  const { promise: spoke, resolve: speaks } = Promise.withResolvers<void>();
  const { promise: closed, resolve: closes } = Promise.withResolvers<void>();
  const settings = { name: "talks", cmd: "sh", args: ["-c", "echo hi; exec cat"], env: {}, memory: 2 ** 40 };
  const program = startProgram(
    { ...settings, env: { PATH: process.env.PATH ?? "" } },
    () => ({
      receive() {
        speaks();
        return new Promise(nothing);
      },
      closed: closes,
    }),
    log,
  );
  await spoke;
  await program.end();
  await closed;
  expect(await program.gone).toBe("it was stopped");
});
