/** Calls and voice rooms as a program on the SDK lives them: what its state says at each moment. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Client, createClient } from "../sdk/src/client.ts";
import { login, register } from "../sdk/src/http.ts";
import type { State } from "../sdk/src/state.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Peer {
  readonly id: number;
  readonly client: Client;
  /** Resolves when its state is so. */
  knows(so: (state: State) => boolean): Promise<void>;
}

async function join(handle: string): Promise<Peer> {
  const { token, user } = await register(koine.url, { handle, password: "correct horse" });
  let waiting: { so: (state: State) => boolean; resolve: () => void }[] = [];
  const client = createClient({
    url: koine.url,
    token,
    agent: "test",
    onPacket(_packet, state) {
      for (const { resolve } of waiting.filter(({ so }) => so(state))) resolve();
      waiting = waiting.filter(({ so }) => !so(state));
    },
  });
  await client.online();
  const knows = (so: (state: State) => boolean): Promise<void> =>
    so(client.state) ? Promise.resolve() : new Promise((resolve) => waiting.push({ so, resolve }));
  return { id: user.id, client, knows };
}

const stands = (room: number, state: string) => (known: State) => known.calls[room]?.state === state;
const nothing = (room: number) => (known: State) => known.calls[room] === undefined;
const kept = (room: number, state: string) => (known: State) =>
  known.messages[room]?.at(-1)?.call?.state === state;

test("a call is answered, refused, missed, and broken off by one who vanishes", async () => {
  const [ann, bob] = [await join("ann"), await join("bob")];
  const { room } = await ann.client.request({ type: "dialog_open", user_id: bob.id });
  const line = room?.id ?? 0;
  const ring = async (): Promise<number> => {
    const { call } = await ann.client.request({ type: "call_start", room_id: line });
    await bob.knows(stands(line, "ringing"));
    return call?.id ?? 0;
  };

  const answered = await ring();
  await bob.client.request({ type: "call_accept", call_id: answered });
  await ann.knows(stands(line, "active"));
  const signal = {
    type: "voice_signal",
    room_id: line,
    user_id: bob.id,
    kind: "offer",
    data: "v=0",
  } as const;
  await ann.client.request(signal);
  await bob.client.request({ type: "call_end", call_id: answered });
  for (const peer of [ann, bob]) {
    await peer.knows(nothing(line));
    await peer.knows(kept(line, "ended"));
  }

  await bob.client.request({ type: "call_decline", call_id: await ring() });
  await ann.knows(kept(line, "declined"));

  // Who gives up before anybody answers has it as missed at once; after 60 s it is so by itself (missed-call.test.ts).
  await ann.client.request({ type: "call_end", call_id: await ring() });
  for (const peer of [ann, bob]) {
    await peer.knows(nothing(line));
    await peer.knows(kept(line, "missed"));
  }

  await bob.client.request({ type: "call_accept", call_id: await ring() });
  await ann.knows(stands(line, "active"));
  bob.client.close();
  await ann.knows(nothing(line));
  await ann.knows(kept(line, "ended"));
  ann.client.close();
});

test("who is in a voice room stands in everybody's state", async () => {
  const owner = createClient({
    url: koine.url,
    token: (await login(koine.url, { handle: "ann", password: "correct horse" })).token,
    agent: "test",
  });
  await owner.online();
  const { room } = await owner.request({ type: "room_create", name: "lounge", kind: "voice" });
  const lounge = room?.id ?? 0;
  const [cid, dora] = [await join("cid"), await join("dora")];
  await cid.client.request({ type: "voice_join", room_id: lounge, self_muted: true });
  await dora.knows(({ voices }) => voices[cid.id]?.self_muted === true);
  const eve = await join("eve");
  expect(eve.client.state.voices[cid.id]).toMatchObject({ room_id: lounge });
  await owner.request({ type: "room_delete", room_id: lounge });
  for (const peer of [cid, dora, eve]) await peer.knows(({ voices }) => voices[cid.id] === undefined);
  for (const { client } of [cid, dora, eve]) client.close();
  owner.close();
});
