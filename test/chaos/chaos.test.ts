/**
 * Killed at any moment, the server loses nothing that it answered and repeats nothing. And the judge of that
 * is judged: on servers with a fault put in on purpose it has to find the fault.
 *
 * `KOINE_CHAOS_ROUNDS` says how many rounds (10), `KOINE_CHAOS_SEED` with which choices.
 */

import { afterAll, expect, test } from "bun:test";
import { type Alteration, alteredSource } from "../altered-source.ts";
import { removeDirectories } from "../koine.ts";
import { chaos } from "./run.ts";

const ROUNDS = Number(process.env.KOINE_CHAOS_ROUNDS ?? 10);
const SEED = Number(process.env.KOINE_CHAOS_SEED ?? Date.now() % 1_000_000);

/** A fault that loses or repeats something shows within so many kills. */
const ROUNDS_TO_FIND = 6;

const TEST_MILLIS = 300_000;

afterAll(removeDirectories);

test(
  `killed in ${ROUNDS} rounds, nothing answered is lost and nothing is told twice (KOINE_CHAOS_SEED=${SEED})`,
  async () => {
    const { violations, rounds, answered, resent, resumed } = await chaos({ rounds: ROUNDS, seed: SEED });
    expect(violations).toEqual([]);
    expect(rounds).toBe(ROUNDS);
    // The kills came amid load, and everybody came back after each.
    expect(answered).toBeGreaterThan(0);
    expect(resent).toBeGreaterThan(0);
    expect(resumed).toBeGreaterThanOrEqual(ROUNDS * 7);
  },
  TEST_MILLIS,
);

const faults: readonly (readonly [string, RegExp, readonly Alteration[]])[] = [
  [
    "answers before the commit",
    /was answered and is lost|where others saw/,
    [
      {
        file: "store/sqlite/batch.ts",
        from: "    try {\n      beginImmediate.run();",
        to: "    try {\n      await committed;\n      beginImmediate.run();",
      },
      {
        file: "store/sqlite/batch.ts",
        from: "  return async (jobs) => {",
        to: "  let committed: Promise<void> = Promise.resolve();\n  return async (jobs) => {",
      },
      {
        file: "store/sqlite/batch.ts",
        from: "      commit.run();\n      return outcomes;",
        to: `      if (jobs.some(({ command }) => command.type === "message_send")) {
        committed = new Promise((done) => setTimeout(() => { commit.run(); done(); }, 20));
      } else commit.run();
      return outcomes;`,
      },
    ],
  ],
  [
    "leaves out the first event of a resume",
    /with a gap/,
    [
      {
        file: "core/beginning.ts",
        from: ".map((p) => [p.stream, p.seq]),",
        // Not beyond the head: that would wait for an event which nobody says while all wait.
        to: ".map((p) => [p.stream, Math.min(p.seq + 1, heads.get(p.stream) ?? p.seq)]),",
      },
    ],
  ],
  [
    "tells the last event again to whoever resumes",
    /again, after/,
    [
      {
        file: "core/beginning.ts",
        from: ".map((p) => [p.stream, p.seq]),",
        to: ".map((p) => [p.stream, Math.max(0, p.seq - 1)]),",
      },
    ],
  ],
  [
    "forgets what a nonce stood for",
    /was answered|is there 2 times/,
    [
      {
        file: "core/messages.ts",
        from: "await tx.loadSend(actor, room, nonce, replyTo)",
        to: "await tx.loadSend(actor, room, null, replyTo)",
      },
    ],
  ],
];

test.each(faults)(
  "the judge finds a server that %s",
  async (_what, sentence, alterations) => {
    const root = alteredSource(...alterations);
    const { violations } = await chaos({ rounds: ROUNDS_TO_FIND, seed: SEED, root });
    expect(violations.join("\n")).toMatch(sentence);
  },
  TEST_MILLIS,
);
