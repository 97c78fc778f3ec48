/** Ghosts and portals: made by the server for bridges, seen over the wire (`docs/protocols/bonfire.md` section 3). */

import { afterAll, expect, test } from "bun:test";
import { openStore } from "../src/cli/store.ts";
import type { Command } from "../src/core/commands.ts";
import type { Outcome, Store } from "../src/core/ports.ts";
import { enter, register } from "./gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { databaseFor, ON_POSTGRES } from "./postgres.ts";

afterAll(removeDirectories);

const nothing = () => undefined;
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

async function carryOut(
  store: Store,
  command: Command,
): Promise<{ id: number; name: string; handle: string }> {
  const outcome = await new Promise<Outcome>((resolve) => store.change(null, command, resolve));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.reply as { id: number; name: string; handle: string };
}

test("a ghost and a portal are shown with their bridge, once for each remote id, and take nobody's name", async () => {
  const directory = temporaryDirectory();
  const first = await startKoine({ directory });
  const ann = await register(first.url, "ann");
  const { client, ready } = await enter(first.gateway, ann.token);
  await client.close();
  const { space } = ready;
  expect(await first.stop()).toBe(0);

  const worker = new URL("../src/worker.ts", import.meta.url).href;
  const url = ON_POSTGRES ? await databaseFor(directory) : "sqlite";
  const store = await openStore(
    { data: directory, store: { url } },
    {
      spawnWorker: () => new Worker(worker),
      log: quiet,
      now: Date.now,
      onCrash(reason) {
        throw new Error(reason);
      },
    },
  );
  const ghost = (remoteId: string, nick: string): Command => ({
    type: "ghost_upsert",
    input: { space: space.id, backend: "irc", remoteId, nick, name: nick },
  });
  const portal = (remoteId: string): Command => ({
    type: "portal_upsert",
    input: { space: space.id, backend: "irc", remoteId, name: "general", topic: "" },
  });
  const made = await carryOut(store, ghost("u1", "Ann Lee"));
  expect(made).toMatchObject({ handle: "ann-lee@irc", name: "Ann Lee" });
  expect(await carryOut(store, ghost("u1", "Ann"))).toMatchObject({ id: made.id, handle: "ann-lee@irc" });
  expect(await carryOut(store, ghost("u2", "ann lee"))).toMatchObject({ handle: "ann-lee-2@irc" });
  const room = await carryOut(store, portal("#general"));
  expect(room.name).toBe("general (irc)");
  expect((await carryOut(store, portal("#general"))).id).toBe(room.id);
  expect((await carryOut(store, portal("#general2"))).name).toBe("general (irc 2)");
  await store.close();

  const second = await startKoine({ directory });
  const { client: again, ready: later } = await enter(second.gateway, ann.token);
  expect(later.rooms.find(({ id }) => id === room.id)).toMatchObject({
    name: "general (irc)",
    backend: "irc",
    remote_id: "#general",
  });
  const { members } = await again.request({ type: "members_get" });
  expect(members).toContainEqual(
    expect.objectContaining({
      user: expect.objectContaining({ id: made.id, name: "Ann", backend: "irc", remote_id: "u1" }),
    }),
  );
  // Nobody registers a ghost's handle, nor signs in as one.
  for (const handle of ["ann-lee@irc", "somebody@irc"]) {
    for (const path of ["register", "login"]) {
      const response = await fetch(`${second.url}/api/v1/${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ handle, password: "correct horse" }),
      });
      expect({ path, status: response.status }).toEqual({ path, status: path === "register" ? 400 : 401 });
    }
  }
  // No dialect reaches what makes them.
  const refused = await again.request({ type: "ghost_upsert", backend: "irc", remoteId: "u3", nick: "x" });
  expect(refused.type).toBe("error");
  await again.close();
  await second.stop();
});
