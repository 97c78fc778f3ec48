/** SIGHUP: what a running server takes of a changed file, and what it says of the rest. */

import { afterAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

const register = (koine: Koine, handle: string): Promise<Response> =>
  fetch(`${koine.url}/api/v1/register`, {
    method: "POST",
    body: JSON.stringify({ handle, password: "correct horse" }),
  });

test("limits change under open connections; the rest waits, and both are said; a broken file changes nothing", async () => {
  const file = join(temporaryDirectory(), "koine.toml");
  writeFileSync(file, '[limits]\nconnections_per_address = 1\nsign_in = "1 per 1 h"\n');
  const koine = await startKoine({ options: ["--config", file] });
  const first = await connect(koine.gateway);
  await expect(connect(koine.gateway)).rejects.toThrow();
  expect((await register(koine, "ann")).status).toBe(200);
  expect((await register(koine, "bob")).status).toBe(429);

  writeFileSync(file, "[limits]\nconections = 1\n");
  koine.process.kill("SIGHUP");
  const refused = await koine.logged(({ level }) => level === "error");
  expect(refused.reason).toContain(`${file}:2: there is no key conections`);
  await expect(connect(koine.gateway)).rejects.toThrow();

  writeFileSync(
    file,
    '[limits]\nconnections_per_address = 2\nsign_in = "5 per 1 h"\nframe_bytes = "1 KiB"\n[uploads]\nmax_bytes = "1 MiB"\n',
  );
  koine.process.kill("SIGHUP");
  expect(await koine.logged(({ message }) => message === "configuration reloaded")).toMatchObject({
    taken: "[limits] connections_per_address, [limits] sign_in",
    afterRestart: "[limits] frame_bytes, [uploads] max_bytes",
  });
  const second = await connect(koine.gateway);
  await expect(connect(koine.gateway)).rejects.toThrow();
  expect((await register(koine, "bob")).status).toBe(200);
  expect(first.socket.readyState).toBe(WebSocket.OPEN);

  koine.process.kill("SIGHUP");
  expect(await koine.logged(({ message }) => message === "configuration reloaded")).toMatchObject({
    taken: "",
    afterRestart: "[limits] frame_bytes, [uploads] max_bytes",
  });
  await first.close();
  await second.close();
  expect(await koine.stop()).toBe(0);
});
