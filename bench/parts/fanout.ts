/** What a delivery costs in a busy room, beside others. */

import { type Build, startKoine, temporaryDirectory } from "../koine-server.ts";
import { startValidator } from "../load/originchats.ts";
import { atMost, type Context, figure, type Goal, type Part, type Report } from "../part.ts";
import { allPeers } from "../peers/peers.ts";
import { disband, gather, middle, type Subject, takeTurns } from "../rounds.ts";
import { defaultRoom, warmUp } from "../warm-up.ts";

const LISTENERS = 500;
const IN_FLIGHT = [1, 16, 64];

export const fanout: Part = {
  about: "500 listeners in one room, one sender, 200-byte text",
  run,
};

async function run({ builds, peers, quick, progress }: Context): Promise<Report> {
  const subjects: Subject[] = [];
  const absent: string[][] = [];
  const validator = startValidator();
  try {
    for (const build of builds) {
      for (const encoding of ["json", "protobuf"] as const)
        subjects.push(await gatherAtKoine(build, encoding, LISTENERS));
      subjects.push(await gatherAtChat(build));
      subjects.push(await gatherAtOriginchats(build, validator.url));
      subjects.push(await gatherAtBig(build));
    }
    for (const peer of peers ? allPeers() : []) {
      if (peer.missing !== null) {
        absent.push([peer.name, peer.missing]);
        continue;
      }
      progress(`a crowd at ${peer.name}`);
      try {
        subjects.push(await gather(peer.name, await peer.start(), LISTENERS, peer.crowd));
      } catch (error) {
        absent.push([peer.name, String(error)]);
      }
    }
    progress("rounds");
    const rounds = await takeTurns(subjects, IN_FLIGHT, quick ? 3 : 5, quick ? 500 : 750);
    const cost = (name: string, inFlight: number) => middle(rounds, name, inFlight, (r) => r.cpuMicros);
    const [first] = subjects;
    const present = new Set(subjects.map((subject) => subject.name));
    return {
      title: `fan-out: µs of CPU a delivery (${LISTENERS} listeners; ×: the first row in it)`,
      columns: ["server", ...IN_FLIGHT.flatMap((n) => [`${n} in flight`, "×"]), "p99 at 16, ms"],
      rows: [
        ...subjects.map(({ name }) => [
          name,
          ...IN_FLIGHT.flatMap((n) => [
            figure(cost(name, n)),
            figure(cost(first?.name ?? "", n) / cost(name, n)),
          ]),
          figure(middle(rounds, name, 16, (r) => r.p99)),
        ]),
        ...absent.map(([name = "", why = ""]) => [name, why]),
      ],
      goals: peers
        ? [
            ...[first?.name ?? "", `${builds[0]?.name} i386chat`, `${builds[0]?.name} originchats`].flatMap(
              (name) => goals(cost, name, present),
            ),
            ...bigGoals(cost, `${builds[0]?.name} big`, present),
          ]
        : [],
      notes: [
        "The plain peers carry as many bytes a message as Koine's JSON. Theirs is in memory; Koine's is on the disk before it is told.",
      ],
      raw: { rounds, absent },
    };
  } finally {
    await disband(subjects);
    validator.stop();
  }
}

async function gatherAtChat(build: Build): Promise<Subject> {
  const server = await startKoine(build, { directory: temporaryDirectory() });
  const { token } = await server.register("bench-chat");
  await warmUp(server, token);
  return await gather(`${build.name} i386chat`, server, LISTENERS, { wire: "i386chat", token });
}

async function gatherAtOriginchats(build: Build, validator: string): Promise<Subject> {
  const server = await startKoine(build, { directory: temporaryDirectory(), validator });
  await warmUp(server);
  return await gather(`${build.name} originchats`, server, LISTENERS, { wire: "originchats" });
}

async function gatherAtBig(build: Build): Promise<Subject> {
  const server = await startKoine(build, { directory: temporaryDirectory() });
  const [sender, listener] = [await server.register("bench-speaks"), await server.register("bench-listens")];
  // Not warmed up: its counts grow dearer with what nobody has read.
  const crowd = { wire: "big", sender: sender.token, listener: listener.token } as const;
  return await gather(`${build.name} big`, server, LISTENERS, crowd);
}

/** Sessions of one user in the default room. */
export async function gatherAtKoine(
  build: Build,
  encoding: "json" | "protobuf",
  listeners: number,
  directory = temporaryDirectory(),
): Promise<Subject> {
  const server = await startKoine(build, { directory });
  const { token } = await server.register(`bench-${encoding}`);
  const room = await defaultRoom(server.port, token);
  await warmUp(server, token);
  return await gather(`${build.name} ${encoding}`, server, listeners, {
    wire: "gateway",
    encoding,
    token,
    room,
  });
}

/** Every session's frames are its own there, and each is acknowledged. */
function bigGoals(
  cost: (name: string, inFlight: number) => number,
  koine: string,
  present: ReadonlySet<string>,
): Goal[] {
  return ["ws on Node, a frame for each"]
    .filter((peer) => present.has(peer))
    .map((peer) => atMost(`${koine} at 16 in flight, in ${peer}`, cost(koine, 16) / cost(peer, 16), 1));
}

/** The wishes hold for JSON, and for every other dialect alike. */
function goals(
  cost: (name: string, inFlight: number) => number,
  koine: string,
  present: ReadonlySet<string>,
): Goal[] {
  const bounds = [
    ["raw Bun.serve publish", 16, 2],
    ["raw Bun.serve publish", 64, 1.4],
    ["Socket.IO on Node", 16, 1 / 6],
    ["InspIRCd", 16, 1],
  ] as const;
  return bounds
    .filter(([peer]) => present.has(peer))
    .map(([peer, n, bound]) =>
      atMost(
        `${koine} at ${n} in flight, in ${peer}`,
        cost(koine, n) / cost(peer, n),
        Number(bound.toFixed(3)),
      ),
    );
}
