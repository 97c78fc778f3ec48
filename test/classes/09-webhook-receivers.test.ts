/** Class 9: a receiver of webhooks that means harm leads nowhere, and holds up no other. */

import { afterAll, expect, test } from "bun:test";
import { ask } from "../community.ts";
import { enter, register } from "../gateway-client.ts";
import { contentOf, startHookReceiver } from "../hook-receiver.ts";
import { startHostileWeb } from "../hostile-web.ts";
import { removeDirectories, startKoine } from "../koine.ts";

afterAll(removeDirectories);

test("redirects are not followed, endless answers not read, and who is silent keeps nobody waiting", async () => {
  const web = startHostileWeb();
  const good = startHookReceiver();
  const koine = await startKoine({ environment: { KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1" } });
  const ann = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const room_id = ready.space.default_room_id;
  const base = `http://127.0.0.1:${web.port}`;
  const inside = encodeURIComponent(`${base}/inside`);
  for (const url of [`${base}/silent`, `${base}/slow`, `${base}/endless`, `${base}/to?${inside}`, good.url]) {
    const wish = {
      type: "webhook_create",
      kind: "outgoing",
      name: "x",
      url,
      room_id,
      events: ["message_create"],
    };
    await ask(client, wish);
  }
  await ask(client, { type: "message_send", room_id, content: "one" });
  await good.delivery((delivery) => contentOf(delivery) === "one");
  await ask(client, { type: "message_send", room_id, content: "two" });
  await good.delivery((delivery) => contentOf(delivery) === "two");

  // Both arrived where the answer had a good status, whatever followed it; the redirect counts as a failure.
  for (;;) {
    const { webhooks } = await ask(client, { type: "webhooks_get" });
    const found = (webhooks as { url: string; failures?: number; last_used?: number }[]).map((hook) => ({
      path: new URL(hook.url).pathname,
      failed: (hook.failures ?? 0) > 0,
      used: (hook.last_used ?? 0) > 0,
    }));
    const of = (path: string) => found.find((hook) => hook.path === path);
    if (of("/endless")?.used !== true || of("/slow")?.used !== true || of("/to")?.failed !== true) continue;
    expect(of("/to")?.used).toBe(false);
    break;
  }
  expect(web.asked).toContain("/to");
  expect(web.asked).toContain("/silent");
  expect(web.asked).not.toContain("/inside");
  await koine.kill();
  good.stop();
  web.stop();
}, 60_000);
