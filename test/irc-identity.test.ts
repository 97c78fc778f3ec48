/** Somebody on IRC shows that they are somebody here, on a real network with accounts (docs/backends.md). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Accounts, startAccounts } from "../backends/irc/accounts.ts";
import { type IrcServer, inspircd, ircUser, saidIn } from "../backends/irc/fixture.ts";
import { created, type Message } from "./backend-stage.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

const isHere = Bun.which("inspircd") !== null;
let server: IrcServer;
let accounts: Accounts;
let koine: Koine;
let ann: GatewayClient;

beforeAll(async () => {
  if (!isHere) return;
  server = await inspircd();
  await server.start();
  accounts = await startAccounts(server);
  const folder = temporaryDirectory();
  const file = join(folder, "koine.toml");
  const program = [join(import.meta.dir, "../src/main.ts"), "backend", "irc", "--server", "127.0.0.1"];
  const place = ["--no-tls", "--port", String(server.port), "--channel", "#room", "--rate", "1000"];
  const args = JSON.stringify([...program, ...place]);
  writeFileSync(file, `[backends.irc]\ncmd = ${JSON.stringify(process.execPath)}\nargs = ${args}\n`);
  koine = await startKoine({ directory: join(folder, "data"), options: ["--config", file] });
  const { token } = await register(koine.url, "ann");
  await koine.logged(({ message }) => message === "joined #room");
  ann = (await enter(koine.gateway, token)).client;
});

afterAll(async () => {
  if (!isHere) return;
  await koine.stop();
  accounts.close();
  await server.remove();
  removeDirectories();
});

async function seen(content: string): Promise<Message> {
  const message = await created(ann);
  expect(message.content).toBe(content);
  return message;
}

async function phraseFor(user: number): Promise<string> {
  const { claim } = await ann.request({ type: "identity_claim", user_id: user });
  return (claim as { text: string }).text;
}

test.skipIf(!isHere)(
  "who has an account on IRC and says the code to the bridge is one with the person here; who takes the nick is not",
  async () => {
    const bob = await ircUser(server.port, "bob", "#room");
    await accounts.login("bob", "bobs");
    await bob.line(/ 900 /);
    bob.write("PRIVMSG #room :hello");
    const { author } = await seen("hello");
    expect(author).toMatchObject({ handle: "bob@irc", name: "bob" });

    bob.write(`PRIVMSG koine :${await phraseFor(author.id)}`);
    const shown = await ann.next(
      ({ event }) => event?.type === "user_update" && event.user_id === author.id && event.user !== undefined,
    );
    expect(shown.event?.user).toMatchObject({ name: "ann", handle: "bob@irc" });
    bob.write("NICK robert");
    await seen("*bob is now robert*");
    bob.write("PRIVMSG #room :it is me");
    expect((await seen("it is me")).author).toMatchObject({ id: author.id, name: "ann", handle: "bob@irc" });

    // Said to them here, it is heard there by the name that they have there.
    await ann.request({ type: "message_send", room_id: await roomOf(), content: `hi <@${author.id}>` });
    await created(ann);
    expect(saidIn(await bob.line(/hi /))).toContain("robert");

    bob.close();
    await bob.gone;
    const eve = await ircUser(server.port, "robert", "#room");
    eve.write("PRIVMSG #room :it is me too");
    const other = await seen("it is me too");
    expect(other.author.name).toBe("robert");
    expect(other.author.id).not.toBe(author.id);

    // A nick proves nothing: its code is taken from sight, and binds nobody.
    eve.write(`PRIVMSG #room :${await phraseFor(other.author.id)}`);
    eve.write("PRIVMSG #room :and now");
    expect((await seen("and now")).author.name).toBe("robert");
    expect(eve.lines.filter((line) => line.includes("koine-claim") && line.includes(":koine!"))).toEqual([]);
  },
);

async function roomOf(): Promise<number> {
  const { backends } = await ann.request({ type: "backends_get" });
  const [backend] = backends as { links: { room_id: number }[] }[];
  return backend?.links[0]?.room_id ?? 0;
}
