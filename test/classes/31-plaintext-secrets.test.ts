/** Bug class 31: a secret in plain text in the database, a backup or the log, also in the midst of a change. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { askKoine, runKoine } from "../command-line.ts";
import { connect, enter, register } from "../gateway-client.ts";
import { UNLIMITED } from "../health.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";
import { ON_POSTGRES } from "../postgres.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

/** Where a text stands below a directory: the files' names. */
function filesWith(directory: string, text: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

test("31: passwords and tokens stand nowhere while they are made, used, changed and refused", async () => {
  const koine = await startKoine({ environment: UNLIMITED });
  const data = koine.directory;
  const secrets = new Map<string, string>();
  const post = async (path: string, body: object, token?: string) => {
    const response = await fetch(`${koine.url}${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { token?: string; code?: string };
  };
  const password = (name: string): string => {
    const text = `${name} ${crypto.randomUUID()}`;
    secrets.set(name, text);
    return text;
  };

  const first = password("the first password");
  const ann = await register(koine.url, "ann", first);
  secrets.set("the first token", ann.token);
  const login = await post("/api/v1/login", { handle: "ann", password: first });
  secrets.set("another token", login.token ?? "");
  await post("/api/v1/login", { handle: "ann", password: password("a wrong password") });
  await post("/api/v1/register", { handle: "ann", password: password("a password that was refused") });
  await post("/api/v1/register", { handle: "!", password: password("a password with a wrong handle") });
  const second = password("the second password");
  await post("/api/v1/password", { old: first, new: second }, ann.token);
  const bob = await register(koine.url, "bob", password("bob's password"));
  const { code = "" } = await post(`/api/v1/members/${bob.user.id}/password-code`, {}, ann.token);
  secrets.set("the code for a password", code);
  await post("/api/v1/password/reset", { code, password: password("the password by a code") });
  const bot = await post("/api/v1/bots", { handle: "helper" }, ann.token);
  secrets.set("the bot's token", bot.token ?? "");
  const made = await askKoine<{ token: string }>(["bot", "token", "helper"], { data });
  secrets.set("the bot's second token", made.token);
  await askKoine(["user", "password", "ann"], { data, input: `${password("the operator's choice")}\n` });
  const generated = await askKoine<{ password: string }>(["user", "create", "eve", "--generate"], { data });
  secrets.set("a generated password", generated.password);
  const wire = await post("/api/v1/tokens", { dialect: "i386chat" }, bot.token);
  if (wire.token !== undefined) secrets.set("a signed token", wire.token);
  const { client, ready } = await enter(koine.gateway, made.token);
  secrets.set("the resume token", ready.resume_token);
  const broken = await connect(koine.gateway);
  broken.send({ token: password("a token that is none"), client_type: 2 });
  await broken.closed;
  broken.send(`{"token": "${password("a token in a broken frame")}"`);

  const keys = JSON.parse(readFileSync(join(data, "signing-keys.json"), "utf8")) as { secret: string }[];
  const place = temporaryDirectory();
  if (!ON_POSTGRES) {
    await askKoine(["backup", join(place, "folder")], { data });
    await askKoine(["export", join(place, "space")], { data });
  }
  const look = (): void => {
    expect([...secrets.values()].filter((text) => text.length < 16)).toEqual([]);
    for (const [name, text] of secrets) {
      expect({ name, files: [...filesWith(data, text), ...filesWith(place, text)] }).toEqual({
        name,
        files: [],
      });
      expect({ name, logged: koine.lines.filter((line) => line.includes(text)) }).toEqual({
        name,
        logged: [],
      });
    }
  };
  look(); // With the journal as it is on a running server.
  await client.close();
  await koine.kill();
  look();
  const again = await startKoine({ directory: data });
  await again.stop();
  look();
  for (const { secret } of keys) {
    expect(filesWith(data, secret)).toEqual([join(data, "signing-keys.json")]);
    const copies = ON_POSTGRES ? [] : [join(place, "folder/signing-keys.json")];
    expect(filesWith(place, secret)).toEqual(copies);
    expect(koine.lines.join("\n")).not.toContain(secret);
  }
});

test("31: a password is no word of the command line, where others could read it", async () => {
  const data = temporaryDirectory();
  for (const option of ["--password", "--password=hello-hello"]) {
    const { code, err } = await runKoine(["user", "create", "ann", option, "hello-hello"], { data });
    expect(code).toBe(2);
    expect(err).toContain("--password");
  }
});
