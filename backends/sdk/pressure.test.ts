import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readValues } from "./values.ts";

const folder = mkdtempSync(join(tmpdir(), "koine-sdk-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Tells as fast as the server reads, and writes how many it got rid of into its log. */
const flood = `
import { runBackend } from "${join(import.meta.dir, "run.ts")}";
const room = { id: "r", parent: null, name: "x".repeat(10_000), sendable: true };
let told = 0;
process.exit(await runBackend({
  name: "flood",
  version: [0, 0, 1],
  start(link) {
    void (async () => {
      while (told < 5000) {
        await link.update({ type: "RoomUpsert", value: room });
        told += 1;
      }
    })();
  },
  roomGet: () => { throw new Error("told " + told); },
}));
`;

test("a backend waits for a server that does not read, and loses nothing", async () => {
  const file = join(folder, "flood.ts");
  writeFileSync(file, flood);
  const child = Bun.spawn([process.execPath, file], { stdin: "pipe", stdout: "pipe", stderr: "pipe" });
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
