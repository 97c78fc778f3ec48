/** Bug class 32: keys and passwords that are the same everywhere, in the program, the image or the samples. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { askDatabase } from "../database.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

const ROOT = join(import.meta.dir, "../..");

/** What a new installation made up, and the door that it opens to its owner. */
async function newInstallation() {
  // As it is reached from elsewhere; 0.0.0.0 is no loopback, so nobody owns it by being first.
  const directory = temporaryDirectory();
  const koine = await startKoine({
    directory,
    environment: { KOINE_LISTEN: "0.0.0.0:0", KOINE_REGISTRATION: "auto" },
  });
  const code = await koine.terminal((text) => /#setup=([\w-]+)/.exec(text)?.[1] ?? null);
  const keys = readFileSync(join(directory, "signing-keys.json"), "utf8");
  const first = async (sql: string) =>
    (await askDatabase<{ value: string | number }>(directory, sql))[0]?.value;
  const epoch = await first("select value from meta where key = 'epoch'");
  const accounts = await first("select count(*) as value from user");
  const tokens = await first("select count(*) as value from token");
  return { koine, directory, code, keys, epoch, accounts, tokens };
}

test("32: two installations have nothing secret in common, and nobody has an account in either", async () => {
  const [one, two] = [await newInstallation(), await newInstallation()];
  for (const made of ["code", "keys", "epoch"] as const) expect(one[made]).not.toBe(two[made]);
  for (const { accounts, tokens, directory, code, keys } of [one, two]) {
    expect({ accounts, tokens }).toEqual({ accounts: 0, tokens: 0 });
    expect(statSync(join(directory, "signing-keys.json")).mode & 0o077).toBe(0);
    // 256 random bits each.
    expect(code.length).toBeGreaterThanOrEqual(43);
    expect((JSON.parse(keys) as { secret: string }[])[0]?.secret.length).toBeGreaterThanOrEqual(43);
  }
  const url = one.koine.url.replace("0.0.0.0", "127.0.0.1");
  for (const [handle, password] of [
    ["admin", "admin"],
    ["admin", "password"],
    ["root", "root"],
    ["koine", "koine"],
  ]) {
    const body = JSON.stringify({ handle, password });
    const headers = { "Content-Type": "application/json" };
    expect((await fetch(`${url}/api/v1/login`, { method: "POST", headers, body })).status).toBe(401);
  }
  // The other's code opens nothing here.
  const stranger = { handle: "mallory", password: "correct horse", invite: two.code };
  const refused = await fetch(`${url}/api/v1/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(stranger),
  });
  expect(refused.status).toBe(403);
  await one.koine.stop();
  await two.koine.stop();
});

test("32: the repository, and what the image is made of, hold no key", () => {
  const listed = spawnSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" });
  const files = listed.stdout.split("\0").filter((name) => name !== "" && existsSync(join(ROOT, name)));
  expect(files.length).toBeGreaterThan(100);
  expect(
    files.filter((name) => /(^|\/)(signing-keys\.json|\.env[^/]*|.*\.(pem|key|p12|pfx|db))$/.test(name)),
  ).toEqual([]);
  const blocks = files.filter((name) =>
    /-----BEGIN [A-Z ]*PRIVATE KEY/.test(readFileSync(join(ROOT, name), "latin1")),
  );
  expect(blocks).toEqual([]);
  // The image is built of a list of what goes in, so no data folder beside the checkout gets into it.
  const [first, ...allowed] = readFileSync(join(ROOT, ".dockerignore"), "utf8").trim().split("\n");
  expect(first).toBe("*");
  expect(allowed.filter((line) => /data|env|key/i.test(line))).toEqual([]);
  const set = [
    "Dockerfile",
    "koine.toml.sample",
    ...readdirSync(join(ROOT, "deploy")).map((n) => `deploy/${n}`),
  ];
  const secret = /(?:password|secret|token|_key)\w*\s*[:=]\s*["']?[\w+/-]{6,}/i;
  expect(set.filter((name) => secret.test(readFileSync(join(ROOT, name), "utf8")))).toEqual([]);
});
