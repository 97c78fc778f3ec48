/** A server started from the annotated sample, and one that refuses to start. */

import { afterAll, expect, test } from "bun:test";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runKoine } from "./command-line.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

test("the sample runs as it is", async () => {
  const directory = temporaryDirectory();
  const file = join(directory, "sample.toml");
  copyFileSync(join(import.meta.dir, "../koine.toml.sample"), file);
  // The data and the port of the sample belong to whoever runs the test.
  const koine = await startKoine({ options: ["--config", file] });
  expect(koine.lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ message: "listening", config: file }),
  );
  expect((await fetch(`${koine.url}/healthz`)).status).toBe(200);
  expect(await koine.stop()).toBe(0);
});

test("a file with a mistake is refused with its line", async () => {
  const data = temporaryDirectory();
  const file = join(data, "koine.toml");
  writeFileSync(file, "[limits]\nconections = 5\n");
  const { code, out } = await runKoine(["serve", "--config", file], { data });
  expect(code).toBe(1);
  expect(out).toContain(`${file}:2: there is no key conections in [limits]; did you mean connections?`);
});
