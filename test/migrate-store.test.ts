/** From the file to PostgreSQL while the server runs: nothing is missing, nobody notices but by a short stop of writing. */

import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askKoine, runKoine, spawnKoine } from "./command-line.ts";
import { ask, makeRoom, resume } from "./community.ts";
import { upload } from "./files-client.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { type Koine, startKoine } from "./koine.ts";
import { onPostgres } from "./on-postgres.ts";
import { databaseOn } from "./postgres.ts";
import { comparable, observe } from "./proof-observer.ts";
import { type Cast, steps } from "./proof-steps.ts";
import { startProxy } from "./tcp-proxy.ts";

/** A backend that brings nothing in, for the steps. */
const options = ["--config", join(import.meta.dir, "../src/dialects/bonfire/transcripts/backends.toml")];

const TEST_MILLIS = 120_000;

interface Told {
  readonly rows: Readonly<Record<string, number>>;
  readonly last: number;
  readonly stopped_ms: number | null;
}

onPostgres("koine migrate-store", (postgres) => {
  const onPostgres = (url: string) => ({ environment: { ...UNLIMITED, KOINE_STORE_URL: url } });

  test(
    "everything of a server in use is there afterwards, and who was connected resumes with nothing missing",
    async () => {
      const koine = await startKoine({ environment: UNLIMITED, options });
      const cast = await castOf(koine);
      for (const step of steps) await step.run(cast);
      const file = await upload(koine.url, cast.tokens.ann, "some bytes", { name: "note.txt" });
      const pinned = await ask(cast.ann.client, {
        type: "message_send",
        room_id: cast.room,
        content: "stays",
      });
      const loaded = await makeRoom(cast.ann.client, "loaded");
      const { room: notes } = await ask(cast.bob.client, { type: "dialog_open", user_id: cast.ids.bob });
      const own = (notes as { id: number }).id;
      const sam = await register(koine.url, "sam");
      const before = await enter(koine.gateway, sam.token);
      await before.client.close();

      const url = await databaseOn(postgres().url, "moved");
      const writing = writeUntilRefused(cast.bob.client, loaded, own);
      const told = await askKoine<Told>(["migrate-store", url], { data: koine.directory });
      const said = await writing;
      expect(said.length).toBeGreaterThan(0);
      expect(told.stopped_ms).toBeGreaterThan(0);
      expect(told.rows.user).toBeGreaterThanOrEqual(4);
      // Who only reads is answered as before.
      expect(await saidIn(cast.bob.client, loaded)).toContain(said.at(-1) ?? "");
      for (const { client } of [cast.ann, cast.bob, cast.eve]) await client.request({ type: "heartbeat" });
      expect(await koine.stop()).toBe(0);
      const bytes = hashOf(koine);

      const moved = await startKoine({ directory: koine.directory, ...onPostgres(url), options });
      const staff = cast.ann.state().space?.staff_stream_id ?? 0;
      for (const [name, watcher] of Object.entries({ ann: cast.ann, bob: cast.bob, eve: cast.eve })) {
        // More than one page of what was said under load: that is asked for below.
        watcher.arrived.add(loaded).add(own);
        const fresh = await observe(moved.gateway, cast.tokens[name as "ann" | "bob" | "eve"]);
        const [{ positions, ...there }, { positions: known, ...was }] = [
          partsOf(comparable(fresh.state(), watcher.arrived)),
          partsOf(comparable(watcher.state(), watcher.arrived)),
        ];
        expect(there).toEqual(was);
        // The staff hear that the bridge has been started anew.
        expect({ ...positions, ...known, [staff]: 0 }).toEqual({ ...positions, [staff]: 0 });
        await fresh.client.close();
      }
      const back = await resume({ koine: moved }, sam.token, before.ready);
      const missed: string[] = [];
      while (missed.length < said.length) {
        const { message } = (await back.event("message_create")) as { message?: { content: string } };
        missed.push(message?.content ?? "");
      }
      expect(missed).toEqual(said);
      await back.event("resumed");
      const response = await fetch(new URL(file.url, moved.url));
      expect(await response.text()).toBe("some bytes");

      // It goes on: ids above those that are there, pins behind the pins.
      const ann = await enter(moved.gateway, cast.tokens.ann);
      const { id } = pinned.message as { id: number };
      const next = await ask(ann.client, { type: "message_send", room_id: loaded, content: "only there" });
      expect((next.message as { id: number }).id).toBeGreaterThan(id);
      await ask(ann.client, { type: "pin_add", message_id: id });
      const { messages } = await ann.client.request({ type: "search", query: "stays" });
      expect(messages).toHaveLength(1);
      const bob = await enter(moved.gateway, cast.tokens.bob);
      const changed = await ask(bob.client, { type: "search", query: "changed", room_id: own });
      expect(changed.messages).toHaveLength(1);
      expect((await ask(bob.client, { type: "search", query: "carried" })).messages ?? []).toEqual([]);
      for (const client of [back, ann.client, bob.client]) await client.close();
      await moved.stop();

      // The way back: as it was when writing stopped, and without what came later.
      expect(hashOf(koine)).toBe(bytes);
      const returned = await startKoine({ directory: koine.directory, environment: UNLIMITED });
      const again = await enter(returned.gateway, cast.tokens.bob);
      const contents = await saidIn(again.client, loaded);
      expect(contents).toContain(said.at(-1) ?? "");
      expect(contents).not.toContain("only there");
      await again.client.close();
      await returned.stop();
    },
    TEST_MILLIS,
  );

  test(
    "killed in the middle: the server goes on, the other database is refused, and a second time it succeeds",
    async () => {
      const koine = await startKoine({ environment: UNLIMITED });
      const ann = await register(koine.url, "ann");
      const { client, ready } = await enter(koine.gateway, ann.token);
      const room_id = ready.space.default_room_id;
      const send = (content: string) => client.request({ type: "message_send", room_id, content });
      await send("before");
      const url = new URL(await databaseOn(postgres().url, "interrupted"));
      const proxy = await startProxy(postgres().port);
      const through = new URL(url);
      through.port = String(proxy.port);
      const live = ['insert into "message"', 'select count(*) as count from "message"'];
      const last = "delete from meta where key = $1";
      for (const where of [...live, last]) {
        const reached = proxy.holdAt(where);
        const child = await spawnKoine(["migrate-store", through.href], { data: koine.directory });
        await Promise.race([
          reached,
          child.exited.then(async () => Promise.reject(await child.stderr.text())),
        ]);
        if (where !== last) {
          // Whatever grows with the instance, copying and counting, holds up nobody.
          expect((await send(`while it waits: ${where}`)).type).toBe("ok");
        }
        child.kill("SIGKILL");
        await child.exited;
        if (where !== last) {
          await koine.logged(({ message }) => String(message).startsWith("the database was not carried"));
          expect((await send(`after: ${where}`)).type).toBe("ok");
        }
        const other = startKoine(onPostgres(url.href));
        expect(other).rejects.toThrow("An instance was being carried into the database");
        await other.catch(() => undefined);
      }
      // The last was cut when all was copied and nothing but the mark was left: then nothing is written here any more.
      expect(await send("too late")).toMatchObject({ type: "error", code: "storage" });
      const told = await askKoine<Told>(["migrate-store", url.href], { data: koine.directory });
      const said = ["before", ...live.flatMap((where) => [`while it waits: ${where}`, `after: ${where}`])];
      expect(told.rows.message).toBe(said.length);
      await client.close();
      await koine.stop();
      proxy.close();

      const refused = await runKoine(["migrate-store", url.href], { data: koine.directory });
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("holds an instance already") });
      const moved = await startKoine({ directory: koine.directory, ...onPostgres(url.href) });
      const there = await enter(moved.gateway, ann.token);
      expect(await saidIn(there.client, room_id)).toEqual(said);
      await there.client.close();
      await moved.stop();
    },
    TEST_MILLIS,
  );
});

function partsOf(state: unknown): { readonly positions: Readonly<Record<string, number>> } & object {
  return state as { positions: Record<string, number> };
}

async function castOf(koine: Koine): Promise<Cast> {
  const [ann, bob, eve] = [
    await register(koine.url, "ann"),
    await register(koine.url, "bob"),
    await register(koine.url, "eve"),
  ];
  const watchers = {
    ann: await observe(koine.gateway, ann.token),
    bob: await observe(koine.gateway, bob.token),
    eve: await observe(koine.gateway, eve.token),
  };
  return {
    ...watchers,
    ids: { ann: ann.user.id, bob: bob.user.id, eve: eve.user.id },
    tokens: { ann: ann.token, bob: bob.token, eve: eve.token },
    url: koine.url,
    room: watchers.ann.state().space?.default_room_id ?? 0,
    space: watchers.ann.state().space?.id ?? 0,
    made: {},
  };
}

/** How much a session that comes back may have missed in a room, with room to spare. */
const MAX_MISSED = 300;

/**
 * Says one thing after another until the server writes no more, in a room that nobody else sees when the first has enough. Gives what
 * was answered in the first.
 */
async function writeUntilRefused(client: GatewayClient, first: number, second: number): Promise<string[]> {
  const said: string[] = [];
  const { message } = await ask(client, { type: "message_send", room_id: second, content: "carried over" });
  const { id: message_id } = message as { id: number };
  for (let i = 0; ; i += 1) {
    const content = `under load ${i}`;
    const room_id = i < MAX_MISSED ? first : second;
    // The last of them is refused, as the message behind it is.
    if (i % 10 === 0) await client.request({ type: "message_edit", message_id, content: `changed ${i}` });
    const answer = await client.request({ type: "message_send", room_id, content });
    if (answer.type !== "ok") {
      expect(answer).toMatchObject({ code: "storage", message: expect.stringContaining("moving") });
      return said;
    }
    if (room_id === first) said.push(content);
  }
}

/** The last that was said, oldest first. */
async function saidIn(client: GatewayClient, room: number): Promise<string[]> {
  const { messages } = await client.request({ type: "history_get", room_id: room, limit: 200 });
  return (messages as { content: string }[]).map(({ content }) => content);
}

function hashOf({ directory }: Koine): string {
  return createHash("sha256")
    .update(readFileSync(join(directory, "koine.db")))
    .digest("hex");
}
