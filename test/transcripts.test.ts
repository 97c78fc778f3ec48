/** Plays the transcripts of every dialect, each against a server of its own. */

import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { removeDirectories, startKoine } from "./koine.ts";
import { play } from "./player.ts";
import type { Stage } from "./stage.ts";

afterAll(removeDirectories);

const root = join(import.meta.dir, "../src/dialects");
const folders = readdirSync(root)
  .map((dialect) => join(root, dialect, "transcripts"))
  .filter((folder) => existsSync(folder));

/** A transcript with a `.toml` of its name has a server that is configured by it. */
async function playFresh(stage: Stage, file: string): Promise<void> {
  const config = file.replace(/txt$/, "toml");
  const options = existsSync(config) ? ["--config", config] : [];
  // The tests' servers take anybody in, by their environment, which stands above a file.
  const [, registration] =
    options.length === 0 ? [] : (/^registration = "(\w+)"/m.exec(readFileSync(config, "utf8")) ?? []);
  const chosen = registration === undefined ? {} : { KOINE_REGISTRATION: registration };
  const koine = await startKoine({ environment: { ...stage.environment, ...chosen }, options });
  try {
    await play(stage, koine.url, readFileSync(file, "utf8"));
  } finally {
    await koine.stop();
  }
}

test("there are transcripts", () => expect(folders.length).toBeGreaterThan(0));

test("a transcript that tells a wrong word, too little or too much fails on its line", async () => {
  const { stage } = (await import(join(root, "bonfire/transcripts/stage.ts"))) as { stage: Stage };
  const koine = await startKoine();
  const lines = (who: string, version: string, after: string): string =>
    [
      'all * aside "type":"presence_update"',
      `${who} * register`,
      `${who} * connect /gateway`,
      `${who} < {"version": "${version}", "...": <_>}`,
      `${who} > {"token": "<token:${who}>"}`,
      after,
    ].join("\n");
  const ready = (who: string) => `${who} < {"event": {"type": "ready", "...": <_>}}`;

  await play(stage, koine.url, lines("ann", "0.1.0", ready("ann")));
  await expect(play(stage, koine.url, lines("bob", "0.2.0", ready("bob")))).rejects.toThrow(
    /^line 4: .*\n.*"0.2.0"/,
  );
  await expect(play(stage, koine.url, lines("cid", "0.1.0", ""))).rejects.toThrow("cid received");
  await expect(
    play(stage, koine.url, lines("dan", "0.1.0", `${ready("dan")}\ndan x 4000`), 300),
  ).rejects.toThrow(/^line 7/);
  await koine.stop();
}, 90_000);

for (const folder of folders) {
  const { stage } = (await import(join(folder, "stage.ts"))) as { stage: Stage };
  describe(folder.slice(root.length + 1), () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".txt"))) {
      test(name, async () => await playFresh(stage, join(folder, name)));
    }
  });
}
