/** The built SDK in Node, whose own WebSocket and fetch it uses. */

import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const script = `
import { createClient } from "./client.js";
import { register } from "./http.js";
const url = process.argv[2];
const { token } = await register(url, { handle: "ann", password: "correct horse" });
const client = createClient({ url, token, agent: "node" });
await client.online();
const message = await client.send(client.state.space.default_room_id, "from Node");
console.log(message.content);
client.close();
`;

test("a program in Node registers, connects and sends with the built modules", async () => {
  const koine = await startKoine();
  const directory = temporaryDirectory();
  const build = Bun.spawn([process.execPath, join(import.meta.dir, "../scripts/build-sdk.ts"), directory]);
  expect(await build.exited).toBe(0);
  await Bun.write(join(directory, "program.mjs"), script);
  // Node 20 has its WebSocket behind a flag, Node 22 and later without.
  const node = Bun.spawn(["node", "--experimental-websocket", join(directory, "program.mjs"), koine.url], {
    stderr: "inherit",
  });
  expect(await new Response(node.stdout).text()).toBe("from Node\n");
  expect(await node.exited).toBe(0);
  await koine.stop();
}, 60_000);
