import { expect, test } from "bun:test";
import { join } from "node:path";
import { readValues } from "./values.ts";

test("a backend waits for a server that does not read, and loses nothing", async () => {
  const flood = [process.execPath, join(import.meta.dir, "flood.ts")];
  const child = Bun.spawn(flood, { stdin: "pipe", stdout: "pipe", stderr: "pipe" });
  // The log is read and the output is not: the request is answered there.
  child.stdin.write('{"sequence_number":0,"body":{"type":"RoomGet","value":"r"}}');
  child.stdin.flush();
  let log = "";
  for await (const chunk of child.stderr) {
    log += new TextDecoder().decode(chunk);
    if (log.includes("\n")) break;
  }
  const told = Number(/told (\d+)/.exec(log)?.[1]);
  // 50 MB in all, of which a pipe and the buffers at its ends take a few.
  expect(told).toBeLessThan(1500);
  let updates = 0;
  for await (const value of readValues(child.stdout)) {
    if (JSON.stringify(value).includes("RoomUpsert")) updates += 1;
    if (updates === 5000) break;
  }
  expect(updates).toBe(5000);
  child.stdin.end();
  expect(await child.exited).toBe(0);
});
