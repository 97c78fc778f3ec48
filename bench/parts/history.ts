/** A big room: pages of its history and searches in it, through the gateway and bare. */

import { startKoine, temporaryDirectory } from "../koine-server.ts";
import { startLoader } from "../loader.ts";
import { atMost, type Context, figure, type Goal, type Part, type Report } from "../part.ts";
import { QUERIES } from "../queries.ts";
import { runProgram } from "../run-program.ts";

export const history: Part = { about: "pages of a room with a million messages, and searches in it", run };

interface Measured {
  readonly name: string;
  readonly newest: number;
  readonly jump: number;
  readonly searches: readonly number[];
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
      const searches: number[] = [];
      for (const { typed, rare } of QUERIES) {
        const found = rare ? Math.min(20, Math.floor((stored + 25_000) / 50_000)) : 20;
        searches.push(
          await loader.ask("searchesRead", { port, token, room, query: typed, found, times: times / 10 }),
        );
      }
      measured.push({ name: build.name, newest, jump, searches });
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
    atMost("slowest search, ms", Math.max(...(koine?.searches ?? [Number.NaN])), 50),
  ];
  return {
    title: `history: a room of ${stored.toLocaleString("en")} messages, pages of 50, median ms`,
    columns: ["server", "newest page", "jump into the middle", ...QUERIES.map(({ name }) => name)],
    rows: measured.map(({ name, newest, jump, searches }) => [
      name,
      ...[newest, jump, ...searches].map(figure),
    ]),
    goals,
    notes: [
      "Bare: the store's own queries in a process that does nothing else, no socket and no JSON.",
      "Searches give the 20 newest; a rare word is in one message of 50,000, a common one in one of eight.",
    ],
    raw: measured,
  };
}
