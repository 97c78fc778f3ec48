/** The operator's commands, on a running server and on one that is stopped. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cliCommands } from "../src/cli/commands.ts";
import { askKoine, runKoine } from "./command-line.ts";
import { enter, register } from "./gateway-client.ts";
import { UNLIMITED } from "./health.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

async function login(
  url: string,
  handle: string,
  password: string,
): Promise<{ status: number; token: string }> {
  const response = await fetch(`${url}/api/v1/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle, password }),
  });
  const { token = "" } = (await response.json()) as { token?: string };
  return { status: response.status, token };
}

interface Listed {
  readonly users: readonly { readonly handle: string; readonly is: string }[];
}

async function membersOf(data: string): Promise<Record<string, string>> {
  const { users } = await askKoine<Listed>(["user", "list"], { data });
  return Object.fromEntries(users.map(({ handle, is }) => [handle, is]));
}

test("a server is set up from the command line before its first start", async () => {
  const data = temporaryDirectory();
  const input = "a fine password\n";
  expect(await askKoine<object>(["user", "create", "Ann", "--owner"], { data, input })).toMatchObject({
    handle: "ann",
    owner: true,
  });
  const made = await askKoine<{ password: string }>(["user", "create", "bob", "--generate"], { data });
  await askKoine(["room", "create", "news", "--topic", "What is new"], { data });
  const { token: bot } = await askKoine<{ token: string }>(["bot", "create", "weather"], { data });
  expect(await membersOf(data)).toEqual({ ann: "owner", bob: "member", weather: "bot" });

  const koine = await startKoine({
    directory: data,
    environment: { ...UNLIMITED, KOINE_REGISTRATION: "closed" },
  });
  expect((await login(koine.url, "ann", "a fine password")).status).toBe(200);
  expect((await login(koine.url, "bob", made.password)).status).toBe(200);
  const { ready } = await enter(koine.gateway, bot);
  expect(ready.rooms.map(({ name }) => name)).toEqual(["general", "news"]);
  await koine.stop();
});

test("what is done on a running server is heard by everybody at once", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const data = koine.directory;
  const ann = await register(koine.url, "ann"); // The first: she owns it.
  const bob = await register(koine.url, "bob");
  const { client } = await enter(koine.gateway, ann.token);

  const { id } = await askKoine<{ id: number }>(["room", "create", "news"], { data });
  expect(await client.event("room_create")).toMatchObject({ room: { id, name: "news" } });
  await askKoine(["room", "rename", "NEWS", "announcements"], { data });
  expect(await client.event("room_update")).toMatchObject({ room_id: id, name: "announcements" });
  await askKoine(["room", "delete", String(id), "--yes"], { data });
  expect(await client.event("room_delete")).toMatchObject({ room_id: id });

  await askKoine(["user", "admin", "bob"], { data });
  expect(await client.event("member_update")).toMatchObject({ member: { user: { handle: "bob" } } });
  expect(await membersOf(data)).toEqual({ ann: "owner", bob: "administrator" });
  await askKoine(["user", "owner", "bob"], { data });
  expect(await client.event("server_update")).toMatchObject({ space: { owner_id: bob.user.id } });
  expect(await membersOf(data)).toEqual({ ann: "member", bob: "owner" });
  await askKoine(["user", "admin", "bob", "--remove"], { data });

  await askKoine(["user", "delete", "ann", "--yes"], { data });
  expect((await client.closed).code).toBeGreaterThanOrEqual(4000);
  expect(await membersOf(data)).toEqual({ bob: "owner" });
  expect(await koine.stop()).toBe(0);
  expect(existsSync(join(data, "koine.sock"))).toBe(false);
});

test("a new password and signing out end what was signed in", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const data = koine.directory;
  const { token } = await register(koine.url, "ann", "the old password");
  const first = await enter(koine.gateway, token);
  await askKoine(["user", "password", "ann"], { data, input: "the new password\n" });
  expect((await first.client.closed).code).toBeGreaterThanOrEqual(4000);
  expect((await login(koine.url, "ann", "the old password")).status).toBe(401);
  const again = await login(koine.url, "ann", "the new password");
  const second = await enter(koine.gateway, again.token);
  await askKoine(["user", "sign-out", "ann"], { data });
  expect((await second.client.closed).code).toBeGreaterThanOrEqual(4000);
  const kept = readdirSync(data).map((name) => join(data, name));
  const files = kept.filter((path) => statSync(path).isFile());
  for (const secret of ["the old password", "the new password", token]) {
    expect(files.filter((path) => readFileSync(path).includes(secret))).toEqual([]);
    expect(koine.lines.join("\n")).not.toContain(secret);
  }
  await koine.stop();
});

test("a bot's token is shown once, and another takes its place", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const data = koine.directory;
  await register(koine.url, "ann");
  const first = await askKoine<{ token: string }>(["bot", "create", "weather", "--owner", "ann"], { data });
  const { client } = await enter(koine.gateway, first.token);
  const next = await askKoine<{ token: string }>(["bot", "token", "weather"], { data });
  expect((await client.closed).code).toBeGreaterThanOrEqual(4000);
  await expect(enter(koine.gateway, first.token)).rejects.toThrow("closed with");
  await enter(koine.gateway, next.token);
  await askKoine(["bot", "delete", "weather", "--yes"], { data });
  await expect(enter(koine.gateway, next.token)).rejects.toThrow("closed with");
  await koine.stop();
});

test("what cannot be done is said, with an exit code, and nothing is changed", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const data = koine.directory;
  await register(koine.url, "ann");
  const before = await membersOf(data);
  const attempts: readonly (readonly [readonly string[], number, string])[] = [
    [["user", "create", "ann", "--generate"], 1, "The handle ann is taken"],
    [["user", "create", "x", "--generate"], 1, "A handle has 2 to 32"],
    [["user", "create", "bob"], 1, "No password"],
    [["user", "password", "nobody", "--generate"], 1, "There is no account with the handle nobody"],
    [["user", "delete", "ann", "--yes"], 1, "The owner of the server cannot be deleted"],
    [["user", "delete", "ann"], 1, "say --yes if you mean it"],
    [["user", "owner", "nobody"], 1, "There is no account"],
    [["bot", "token", "ann"], 1, "ann is no bot"],
    [["room", "delete", "general", "--yes"], 1, "The default room cannot be deleted"],
    [["room", "create", "general"], 1, "There is a room named general already"],
    [["room", "create", "cave", "--kind", "cellar"], 2, "A room is text, voice, forum, category"],
    [["room", "rename", "general"], 2, "Missing: the room, and its new name"],
    [["user", "list", "--all"], 2, "--all"],
    [["room", "paint"], 2, "koine COMMAND --help"],
  ];
  for (const [args, code, says] of attempts) {
    const ran = await runKoine(args, { data });
    expect({ args, code: ran.code, out: ran.out }).toEqual({ args, code, out: "" });
    expect(ran.err).toContain(says);
    if (args.includes("paint")) continue;
    const asJson = await runKoine([...args, "--json"], { data });
    expect(asJson.code).toBe(code);
    expect((JSON.parse(asJson.out) as { error: string }).error).toContain(says);
  }
  expect(await membersOf(data)).toEqual(before);
  await koine.stop();
  const empty = temporaryDirectory();
  expect(await runKoine(["user", "list"], { data: empty })).toMatchObject({
    code: 1,
    err: `There is no database in ${empty}\n`,
  });
});

test("the operator's door is for the owner of the folder alone", async () => {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  const koine = await startKoine({ directory });
  expect(statSync(join(directory, "koine.sock")).mode & 0o777).toBe(0o600);
  await koine.kill();
  // What a killed server left behind is in nobody's way.
  const again = await startKoine({ directory });
  expect(await membersOf(directory)).toEqual({});
  await again.stop();
});

test("every command explains itself with an example", async () => {
  const data = temporaryDirectory();
  const { out } = await runKoine(["help"], { data });
  for (const { name, summary } of cliCommands) {
    expect(out).toMatch(new RegExp(`^  koine ${name} +${summary}$`, "m"));
    const help = await runKoine([...name.split(" "), "--help"], { data });
    expect({ name, code: help.code, err: help.err }).toEqual({ name, code: 0, err: "" });
    expect(help.out).toMatch(new RegExp(`^  .*koine ${name}`, "m"));
  }
  expect(readdirSync(data)).toEqual([]);
});
