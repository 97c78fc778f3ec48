/** The gateway's limits of speed (docs/protocols/bonfire.md section 3, "Close codes": 4009). */

import { afterAll, expect, test } from "bun:test";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine } from "./koine.ts";

afterAll(removeDirectories);

test("fifty at once pass, then come refusals that say how long to wait, and at last the end", async () => {
  const koine = await startKoine();
  const ann = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, ann.token);
  const event = { type: "typing_start", room_id: ready.space.default_room_id };
  const burst = (count: number) => Promise.all(Array.from({ length: count }, () => client.request(event)));

  expect((await burst(50)).map(({ type }) => type)).toEqual(Array(50).fill("ok"));
  // Time passes meanwhile and lets some more through; fifteen refusals in a row do not yet end it.
  let refusal: { readonly [field: string]: unknown } | undefined;
  while (refusal === undefined) refusal = (await burst(15)).find(({ type }) => type === "error");
  expect(refusal.code).toBe("rate_limited");
  expect(refusal.retry_after_ms).toBeGreaterThan(0);

  for (let sent = 0; sent < 1_000; sent++) client.send({ event });
  expect(await client.closed).toEqual({ code: 4009, reason: "rate limited" });
  await koine.stop();
});
