/** The examples do what they say, started as their readers would. */

import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine } from "./koine.ts";

afterAll(removeDirectories);

test("the dice bot offers a command, and answers it with a number", async () => {
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
  await client.next(
    ({ event }) =>
      event?.type === "command_update" && (event.command as { name: string } | undefined)?.name === "roll",
  );
  const given = [{ name: "sides", value: "6" }];
  const asked = await client.request({ type: "command_call", room_id, name: "roll", arguments: given });
  const answer = await client.event("message_create");
  expect(answer.message).toMatchObject({
    content: expect.stringMatching(/^\*\*[1-6]\*\*$/),
    author: { handle: "dice" },
    command_call_id: asked.call_id,
  });
  bot.kill();
  await bot.exited;
  await client.close();
  await koine.stop();
}, 60_000);
