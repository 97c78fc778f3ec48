/** The examples do what they say, started as their readers would. */

import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine } from "./koine.ts";

afterAll(removeDirectories);

test("the dice bot answers a roll with a number, as a reply", async () => {
  const koine = await startKoine();
  const ann = await register(koine.url, "ann");
  const made = await fetch(`${koine.url}/api/v1/bots`, {
    method: "POST",
    headers: { Authorization: `Bearer ${ann.token}` },
    body: JSON.stringify({ handle: "dice", scopes: ["view", "send"] }),
  });
  const { token } = (await made.json()) as { token: string };
  const { client, ready } = await enter(koine.gateway, ann.token);
  const script = join(import.meta.dir, "../examples/dice-bot.ts");
  const bot = Bun.spawn([process.execPath, script, koine.url, token], { stdout: "pipe", stderr: "inherit" });
  const said = bot.stdout.getReader();
  expect(new TextDecoder().decode((await said.read()).value)).toStartWith("online");

  const room_id = ready.space.default_room_id;
  const asked = (await client.request({ type: "message_send", room_id, content: "!roll 6" })) as unknown as {
    message: { id: number };
  };
  const answer = await client.next(
    ({ event }) =>
      event?.type === "message_create" &&
      (event.message as { author: { handle: string } }).author.handle === "dice",
  );
  expect(answer.event).toMatchObject({
    message: { content: expect.stringMatching(/^\*\*[1-6]\*\*$/), reply_to: { id: asked.message.id } },
  });
  bot.kill();
  await bot.exited;
  await client.close();
  await koine.stop();
}, 60_000);
