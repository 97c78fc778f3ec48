/** A big room: pages of its history, through the gateway and bare. */

import { startKoine, temporaryDirectory } from "../koine-server.ts";
import { startLoader } from "../loader.ts";
import { atMost, type Context, figure, type Goal, type Part, type Report } from "../part.ts";
import { runProgram } from "../run-program.ts";

export const history: Part = { about: "pages of a room with a million messages", run };

interface Measured {
  readonly name: string;
  readonly newest: number;
  readonly jump: number;
}

async function run({ builds, peers, quick, progress }: Context): Promise<Report> {
  const stored = quick ? 100_000 : 1_000_000;
  const times = quick ? 200 : 500;
  const measured: Measured[] = [];
  for (const build of builds) {
    const directory = temporaryDirectory();
    const empty = await startKoine(build, { directory });
    const { token } = await empty.register("bench");
    await empty.stop();
    progress(`filling a room with ${stored.toLocaleString("en")} messages`);
    const filled = await runProgram(build.root, "seed.ts", ["history", directory, String(stored)]);
    const { room, some } = filled as { room: number; some: number[] };
    const server = await startKoine(build, { directory });
    const loader = startLoader();
    try {
      const { port } = server;
      const newest = await loader.ask("pagesRead", { port, token, room, around: [], times });
      const jump = await loader.ask("pagesRead", { port, token, room, around: some, times });
      measured.push({ name: build.name, newest, jump });
    } finally {
      await loader.stop();
      await server.stop();
    }
    if (!peers) continue;
    const args = [directory, String(times), String(room), ...some.map(String)];
    const bare = (await runProgram(build.root, "peers/bare-pages.ts", args)) as Omit<Measured, "name">;
    measured.push({ name: "bare SQL", ...bare });
  }
  const [koine] = measured;
  const goals: Goal[] = [
    atMost("newest page, ms", koine?.newest ?? Number.NaN, 5),
    atMost("jump, ms", koine?.jump ?? Number.NaN, 5),
  ];
  return {
    title: `history: a room of ${stored.toLocaleString("en")} messages, pages of 50, median ms`,
    columns: ["server", "newest page", "jump into the middle", "search"],
    rows: measured.map(({ name, newest, jump }) => [name, figure(newest), figure(jump), "later"]),
    goals,
    notes: ["Bare: the store's own query in a process that does nothing else, no socket and no JSON."],
    raw: measured,
  };
}
