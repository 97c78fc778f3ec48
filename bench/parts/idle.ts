/** What a session costs that says nothing, in resident memory. */

import { type Build, startKoine, temporaryDirectory } from "../koine-server.ts";
import { startLoader } from "../loader.ts";
import { atMost, type Context, figure, type Part, type Report } from "../part.ts";
import { raw, ws } from "../peers/peers.ts";
import type { ServerProcess } from "../server-process.ts";

export const idle: Part = { about: "memory of an idle signed-in session, in 20 rooms and in 200", run };

/** Connections that come before the count begins: they bring the server's own memory up. */
const FIRST = 500;

interface Measured {
  readonly name: string;
  readonly kib: number;
}

async function run({ builds, peers, quick, progress }: Context): Promise<Report> {
  const count = quick ? 2_000 : 5_000;
  const measured: Measured[] = [];
  for (const build of builds) {
    for (const rooms of quick ? [20] : [20, 200]) {
      progress(`${build.name}, ${rooms} rooms`);
      measured.push({ name: `${build.name}, ${rooms} rooms`, kib: await ofKoine(build, rooms, count) });
    }
  }
  for (const peer of peers ? [raw, ws] : []) {
    if (peer.missing !== null) continue;
    progress(peer.name);
    const server = await peer.start();
    try {
      measured.push({ name: peer.name, kib: await perConnection(server, null, count) });
    } finally {
      await server.stop();
    }
  }
  const koine = measured[0]?.kib ?? Number.NaN;
  return {
    title: `idle: KiB resident for each of ${count.toLocaleString("en")} sessions`,
    columns: ["server", "KiB", "×"],
    rows: measured.map(({ name, kib }) => [name, figure(kib), figure(koine / kib)]),
    goals: [atMost("KiB a session in 20 rooms", koine, 6)],
    notes: ["User memory; the system's own for each socket comes on top, the same for all."],
    raw: measured,
  };
}

async function ofKoine(build: Build, rooms: number, count: number): Promise<number> {
  const server = await startKoine(build, { directory: temporaryDirectory() });
  try {
    const { token } = await server.register("bench");
    await server.makeRooms(token, rooms - 1);
    return await perConnection(server, token, count);
  } finally {
    await server.stop();
  }
}

async function perConnection(server: ServerProcess, token: string | null, count: number): Promise<number> {
  const loader = startLoader();
  try {
    await loader.ask("connectMany", { port: server.port, count: FIRST, token });
    const before = await settled(server);
    await loader.ask("connectMany", { port: server.port, count, token });
    return ((await settled(server)) - before) / count / 1024;
  } finally {
    await loader.stop();
  }
}

/**
 * The resident memory once it has not shrunk for 6 s, 20 s at most, the same for all servers: collectors work when
 * nothing else does, and Koine asks its own to when nobody has come for a second or two.
 */
async function settled(server: ServerProcess): Promise<number> {
  let least = server.resident();
  let since = performance.now();
  const end = since + 20_000;
  while (performance.now() < end && performance.now() - since < 6_000) {
    await Bun.sleep(250);
    const now = server.resident();
    if (now < least) {
      if (now < least * 0.99) since = performance.now();
      least = now;
    }
  }
  return server.resident();
}
