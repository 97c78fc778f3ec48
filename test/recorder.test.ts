/** What is recorded from live traffic is a transcript that plays. */

import { afterAll, expect, test } from "bun:test";
import { stage } from "../src/dialects/bonfire/transcripts/stage.ts";
import { connect, enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine } from "./koine.ts";
import { play } from "./player.ts";
import { record } from "./recorder.ts";

afterAll(removeDirectories);

test("a recorded quarrel plays against another server, and not when a word is changed", async () => {
  const koine = await startKoine();
  const lines: string[] = [];
  const recorder = record(stage, koine.url, 0, (line) => lines.push(line));
  const gateway = `${recorder.url.replace("http", "ws")}/gateway`;
  const [ann, bob] = [await register(recorder.url, "ann"), await register(recorder.url, "bob")];
  const one = await enter(gateway, ann.token);
  const two = await enter(gateway, bob.token);
  const room = one.ready.space.default_room_id;
  await one.client.request({ type: "message_send", room_id: room, content: "You ate my apple", nonce: "a1" });
  const { message } = await two.client.event("message_create");
  await one.client.event("message_create");
  const { id } = message as { id: number };
  await two.client.request({ type: "message_send", room_id: room, content: "I did not", reply_to: id });
  await one.client.event("message_create");
  await two.client.event("message_create");
  const stranger = await connect(gateway);
  stranger.send({ token: "wrong" });
  expect(await stranger.closed).toEqual({ code: 4001, reason: "authentication failed" });
  await two.client.close();
  await one.client.close();
  await recorder.stop();
  await koine.stop();

  // Presence is told beside everything else: at the same place only by luck.
  const told = lines.filter((line) => !line.includes('"presence_update"'));
  const transcript = ['all * aside "type":"presence_update"', ...told].join("\n");
  expect(transcript).toContain("bob < ");
  expect(transcript).toContain('"content": "You ate my apple"');
  expect(transcript).not.toContain(ann.token);
  const again = await startKoine();
  await play(stage, again.url, transcript);
  await again.stop();
  const wrong = transcript.replace(/(bob < .*)You ate my apple/, "$1You ate my pear");
  expect(wrong).not.toBe(transcript);
  const third = await startKoine();
  await expect(play(stage, third.url, wrong)).rejects.toThrow('"You ate my apple", not "You ate my pear"');
  await third.stop();
}, 60_000);
