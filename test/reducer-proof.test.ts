/**
 * State + events = state: after every command, what the SDK's reducer made of the packets equals what a new
 * session is told, for who acted, for another member, and for one who may see less.
 */

import { afterAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPeer } from "./backend-peer.ts";
import { register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { identitySteps } from "./proof-identities.ts";
import { comparable, type Observer, observe } from "./proof-observer.ts";
import { type Cast, readsOnly, steps } from "./proof-steps.ts";

afterAll(removeDirectories);

/** A backend that brings nothing in. */
const QUIET_BACKEND = join(import.meta.dir, "../src/dialects/bonfire/transcripts/backends.toml");
/** How long a watcher may take to hear of everything, in milliseconds. */
const PATIENCE = 10_000;

test("the events of every command make the state that asking anew gives", async () => {
  const network = startPeer("net");
  const config = join(temporaryDirectory(), "koine.toml");
  writeFileSync(config, `${readFileSync(QUIET_BACKEND, "utf8")}\n${network.table()}`);
  const koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "100000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    options: ["--config", config],
  });
  const accounts = {
    ann: await register(koine.url, "ann"),
    bob: await register(koine.url, "bob"),
    eve: await register(koine.url, "eve"),
  };
  const watchers: Record<keyof typeof accounts, Observer> = {
    ann: await observe(koine.gateway, accounts.ann.token),
    bob: await observe(koine.gateway, accounts.bob.token),
    eve: await observe(koine.gateway, accounts.eve.token),
  };
  const cast: Cast = {
    ...watchers,
    ids: { ann: accounts.ann.user.id, bob: accounts.bob.user.id, eve: accounts.eve.user.id },
    url: koine.url,
    tokens: { ann: accounts.ann.token, bob: accounts.bob.token, eve: accounts.eve.token },
    room: watchers.ann.state().space?.default_room_id ?? 0,
    space: watchers.ann.state().space?.id ?? 0,
    made: {},
  };

  const done = new Set<string>();
  for (const { command, says, run } of [...identitySteps(network), ...steps]) {
    await run(cast);
    done.add(command);
    for (const [name, watcher] of Object.entries(watchers)) {
      const token = accounts[name as keyof typeof accounts].token;
      await agree(`${says}: as ${name} sees it`, watcher, () => observe(koine.gateway, token));
    }
  }

  const { capabilities } = watchers.ann.client.packets[0] as unknown as { capabilities: string[] };
  expect(capabilities.filter((name) => !done.has(name) && !readsOnly.includes(name))).toEqual([]);
  for (const { client } of Object.values(watchers)) await client.close();
  await koine.stop();
  network.stop();
}, 300_000);

/** Fails with the difference when the two states do not come to agree. */
async function agree(what: string, watcher: Observer, ask: () => Promise<Observer>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const fresh = await ask();
    const [kept, asked] = [
      comparable(watcher.state(), watcher.arrived),
      comparable(fresh.state(), watcher.arrived),
    ];
    await fresh.client.close();
    if (Bun.deepEquals(kept, asked)) return;
    if (performance.now() > deadline) expect({ what, state: kept }).toEqual({ what, state: asked });
    // Events may still be under way: one round trip on the watcher's own connection.
    await watcher.request({ type: "heartbeat" });
  }
}
