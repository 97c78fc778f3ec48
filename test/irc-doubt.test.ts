/** A network that confirms nothing (ngIRCd): what nobody can know, the author is told (docs/backends.md). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IrcServer, type IrcUser, ircUser, ngircd, saidIn } from "../backends/irc/fixture.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { startProxy, type TcpProxy } from "./tcp-proxy.ts";

const isHere = Bun.which("ngircd") !== null;
const folder = temporaryDirectory();
const file = join(folder, "koine.toml");
let server: IrcServer;
let way: TcpProxy;
let keeper: IrcUser;
let koine: Koine;
let ann: GatewayClient;
let token = "";
let room = 0;

async function start(): Promise<void> {
  koine = await startKoine({ directory: join(folder, "data"), options: ["--config", file] });
}

beforeAll(async () => {
  if (!isHere) return;
  server = await ngircd();
  await server.start();
  way = await startProxy(server.port);
  keeper = await ircUser(server.port, "keeper", "#room");
  const program = [
    join(import.meta.dir, "../src/main.ts"),
    "backend",
    "irc",
    "--server",
    "127.0.0.1",
    "--no-tls",
  ];
  const place = ["--port", String(way.port), "--channel", "#room", "--state", join(folder, "state")];
  const args = JSON.stringify([...program, ...place, "--reconnect-after", "50", "--rate", "1000"]);
  writeFileSync(file, `[backends.irc]\ncmd = ${JSON.stringify(process.execPath)}\nargs = ${args}\n`);
  await start();
  ({ token } = await register(koine.url, "ann"));
  await koine.logged(({ message }) => message === "joined #room");
  const entered = await enter(koine.gateway, token);
  ann = entered.client;
  room = entered.ready.rooms.find(({ name }) => name === "#room")?.id ?? 0;
});

afterAll(async () => {
  if (!isHere) return;
  await koine.stop();
  way.close();
  await server.remove();
  removeDirectories();
});

const said = async (content: string): Promise<void> => {
  await ann.request({ type: "message_send", room_id: room, content });
};

async function note(): Promise<string> {
  const fits = (message: unknown): boolean =>
    (message as { only_for?: number } | undefined)?.only_for !== undefined;
  const { event } = await ann.next(({ event }) => fits(event?.message));
  return (event?.message as { content?: string } | undefined)?.content ?? "";
}

const DOUBT =
  "This may not have arrived on irc: the connection broke before the network confirmed it: it may not have arrived";

test.skipIf(!isHere)(
  "the connection breaks behind a line: its author hears of it, and it is not said again",
  async () => {
    const held = way.holdAt("perhaps");
    await said("perhaps");
    await held;
    await server.kill();
    await server.start();
    keeper = await ircUser(server.port, "keeper", "#room");
    expect(await note()).toBe(DOUBT);
    await said("surely");
    await keeper.line(/surely/);
    expect(keeper.lines.map(saidIn).filter((text) => text.startsWith("<ann>"))).toEqual(["<ann> surely"]);
  },
);

test.skipIf(!isHere)("Koine is killed behind a line: the same", async () => {
  const held = way.holdAt("who knows");
  await said("who knows");
  await held;
  await koine.kill();
  await start();
  ann = (await enter(koine.gateway, token)).client;
  expect(await note()).toBe(DOUBT);
  await said("at last");
  await keeper.line(/at last/);
  const texts = keeper.lines.map(saidIn).filter((text) => text.startsWith("<ann>"));
  expect(texts).toEqual(["<ann> surely", "<ann> at last"]);
});
