/** Class 27: what the server signs is its own form, whatever somebody words; and the documented check is the right one. */

import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ask } from "../community.ts";
import { enter, register } from "../gateway-client.ts";
import { contentOf, signatureOf, startHookReceiver } from "../hook-receiver.ts";
import { removeDirectories, startKoine } from "../koine.ts";

afterAll(removeDirectories);

test("a text that looks like a signed body, or like headers, arrives as a text in an envelope of ours", async () => {
  const receiver = startHookReceiver();
  const koine = await startKoine({
    environment: { KOINE_OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${receiver.port}` },
  });
  const ann = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  const name = 'x","event":{"type":"room_delete"},"y":"';
  const wish = { type: "webhook_create", kind: "outgoing", name, url: `${receiver.url}?a=b`, room_id };
  const { secret } = (await ask(client, wish)).webhook as { secret: string };
  const content = '"}},"webhook_id":1,"event":{"forged":true}}\r\nKoine-Signature: sha256=00\r\n\r\n{"a":1}';
  await ask(client, { type: "message_send", room_id, content });
  const delivery = await receiver.delivery((one) => contentOf(one) === content);
  expect(Object.keys(JSON.parse(delivery.text) as object)).toEqual([
    "webhook_id",
    "space_id",
    "delivery_id",
    "event",
  ]);
  expect(delivery.signature).toBe(signatureOf(secret, delivery));
  expect(delivery.text).not.toContain(secret);
  await koine.stop();
  receiver.stop();
}, 60_000);

test("the worked example of docs/integrations.md is right", () => {
  const page = readFileSync(join(import.meta.dir, "../../docs/integrations.md"), "utf8");
  const [, timestamp = "", text = "", secret = "", digits = ""] =
    /printf '%s' '(\d+)\.(\{[^']+\})' \| openssl dgst -sha256 -hmac (\S+)\n\s+# ([0-9a-f]{64})/.exec(page) ??
    [];
  const delivery = { id: "", event: "", signature: "", told: {}, timestamp, text };
  expect(signatureOf(secret, delivery)).toBe(`sha256=${digits}`);
});
