/** What a client does when it is told that the network may have come or gone. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { createClient, type Status } from "../sdk/src/client.ts";
import { register } from "../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine();
}, 30_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

test("an attempt that waits is made at once", async () => {
  let attempts = 0;
  const nobody = Bun.serve({
    port: 0,
    fetch() {
      attempts += 1;
      return new Response("", { status: 503 });
    },
  });
  // With its pauses it would try so often in a quarter of an hour.
  const enough = Promise.withResolvers<void>();
  const client = createClient({
    url: `http://127.0.0.1:${nobody.port}`,
    token: "none",
    agent: "test",
    onStatus(status) {
      if (status !== "offline") return;
      if (attempts >= 30) enough.resolve();
      else setTimeout(() => client.look());
    },
  });
  await enough.promise;
  client.close();
  await nobody.stop(true);
  expect(attempts).toBeGreaterThanOrEqual(30);
}, 20_000);

test("a connection on which nothing is answered is given up, and one that answers is kept", async () => {
  const { token } = await register(koine.url, { handle: "ann", password: "correct horse", name: "Ann" });
  const seen: Status[] = [];
  const gone = Promise.withResolvers<void>();
  const client = createClient({
    url: koine.url,
    token,
    agent: "test",
    onStatus(status) {
      seen.push(status);
      if (status === "offline") gone.resolve();
    },
  });
  await client.online();
  client.look();
  await client.request({ type: "heartbeat" });
  expect(seen).not.toContain("offline");
  // The machine is there, and says nothing.
  koine.process.kill("SIGSTOP");
  client.look();
  await gone.promise;
  koine.process.kill("SIGCONT");
  await client.online();
  client.close();
}, 30_000);
