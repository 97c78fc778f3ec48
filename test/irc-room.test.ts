/** One conversation: two people on IRC, one at the gateway and one at i386chat, in one room. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IrcServer, type IrcUser, inspircd, ircUser, saidIn } from "../backends/irc/fixture.ts";
import { upload } from "./files-client.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type ChatClient, chatToken, closeAll, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { png } from "./pictures.ts";

interface Told {
  readonly id: number;
  readonly content: string;
  readonly author: { readonly handle: string };
  readonly reply_to?: { readonly id: number };
}

const isHere = Bun.which("inspircd") !== null;
let server: IrcServer;
/** Another server of the same network. */
let leaf: IrcServer;
/** Is there first, and has the server keep what is said. */
let keeper: IrcUser;
let koine: Koine;
let start: () => Promise<Koine>;
let token = "";
let ann: GatewayClient;
let chat: ChatClient;
let room = 0;

beforeAll(async () => {
  if (!isHere) return;
  server = await inspircd();
  await server.start();
  keeper = await ircUser(server.port, "keeper", "#room");
  keeper.write("MODE #room +H 500:1h");
  keeper.write("PRIVMSG #room :before anybody listened");
  await keeper.settled();
  leaf = await inspircd(server);
  await leaf.start();
  const folder = temporaryDirectory();
  const file = join(folder, "koine.toml");
  const program = [
    join(import.meta.dir, "../src/main.ts"),
    "backend",
    "irc",
    "--server",
    "127.0.0.1",
    "--no-tls",
  ];
  const place = ["--port", String(server.port), "--channel", "#room", "--state", join(folder, "state")];
  const args = JSON.stringify([...program, ...place, "--rate", "1000"]);
  writeFileSync(file, `[backends.irc]\ncmd = ${JSON.stringify(process.execPath)}\nargs = ${args}\n`);
  start = () => startKoine({ directory: join(folder, "data"), options: ["--config", file] });
  koine = await start();
  const [owner, guest] = [await register(koine.url, "ann"), await register(koine.url, "carl")];
  await koine.logged(({ message }) => message === "joined #room");
  token = owner.token;
  const entered = await enter(koine.gateway, token);
  ann = entered.client;
  room = entered.ready.rooms.find(({ name }) => name === "#room")?.id ?? 0;
  chat = (await enterChat(koine.url, await chatToken(koine.url, guest))).client;
  chat.say("CHANNEL_MOVE", { room });
  await chat.event("CHANNEL_MOVE");
});

afterAll(async () => {
  if (!isHere) return;
  closeAll();
  await koine.stop();
  await leaf.remove();
  await server.remove();
  removeDirectories();
});

async function told(content: string): Promise<Told> {
  const packet = await ann.next(({ event }) => {
    const message = event?.message as Told | undefined;
    return event?.type === "message_create" && message?.content === content;
  });
  return packet.event?.message as unknown as Told;
}

test.skipIf(!isHere)(
  "two people on two IRC servers, one at the gateway and one at i386chat hear one another, with an edit and a reply",
  async () => {
    const bob = await ircUser(server.port, "bob", "#room");
    const dora = await ircUser(leaf.port, "dora", "#room");
    await bob.line(/:dora\S+ JOIN/);

    bob.write("PRIVMSG #room :who is \x02hungry\x02?");
    // What was said before stands before it.
    const earlier = await told("before anybody listened");
    const question = await told("who is **hungry**?");
    expect(question.id).toBeGreaterThan(earlier.id);
    expect(question.author.handle).toBe("bob@irc");
    expect((await chat.event("MESSAGE_CREATE")).cnf.content).toBe("before anybody listened");
    expect((await chat.event("MESSAGE_CREATE")).cnf.content).toBe("who is **hungry**?");
    expect(saidIn(await dora.line(/hungry/))).toBe("who is \x02hungry\x02?");

    await ann.request({
      type: "message_send",
      room_id: room,
      content: "I am, *very*",
      reply_to: question.id,
    });
    for (const user of [bob, dora]) expect(saidIn(await user.line(/I am/))).toBe("<ann> bob: I am, \x1dvery");
    const own = await told("I am, *very*");
    await ann.request({ type: "message_edit", message_id: own.id, room_id: room, content: "I was" });
    for (const user of [bob, dora]) expect(saidIn(await user.line(/I was/))).toBe("<ann> * I was");

    chat.say("MESSAGE_CREATE", { content: "soup is ready", nonce: 1, room });
    expect((await told("soup is ready")).author.handle).toBe("carl");
    for (const user of [bob, dora]) expect(saidIn(await user.line(/soup/))).toBe("<carl> soup is ready");

    const reply = /msgid=([^;\s]+)/.exec(bob.lines.find((line) => line.includes("soup is ready")) ?? "")?.[1];
    dora.write(`@+draft/reply=${reply} PRIVMSG #room :thank you`);
    const thanks = await told("thank you");
    expect(thanks.author.handle).toBe("dora@irc");
    expect(thanks.reply_to).toBeDefined();
    expect(saidIn(await bob.line(/thank you/))).toBe("thank you");
  },
);

test.skipIf(!isHere)("a network that shows no pictures is told an emoji's name", async () => {
  const { id } = await upload(koine.url, token, png(16, 16));
  const { emoji } = await ann.request({ type: "emoji_create", name: "parrot", attachment_id: id });
  const parrot = (emoji as unknown as { id: number }).id;
  await ann.request({ type: "message_send", room_id: room, content: `look <:parrot:${parrot}>` });
  expect(saidIn(await keeper.line(/look/))).toBe("<ann> look :parrot:");
  const message_id = (await told(`look <:parrot:${parrot}>`)).id;
  await ann.request({ type: "reaction_add", message_id, emoji: `:parrot:${parrot}` });
  await keeper.line(/\+draft\/react=:parrot:.* TAGMSG/);
  await ann.request({ type: "message_send", room_id: room, content: "no more pictures" });
  await keeper.line(/no more pictures/);
  const said = keeper.lines.map(saidIn).filter((line) => /^<ann>.*(parrot|image)/.test(line));
  expect(said).toEqual(["<ann> look :parrot:"]);
});

test.skipIf(!isHere)("Koine is killed in the middle: nothing is lost or doubled on either side", async () => {
  const texts = ["one", "two", "three", "four", "five"];
  await Promise.all(
    texts.map((content) => ann.request({ type: "message_send", room_id: room, content: `out ${content}` })),
  );
  await koine.kill();
  keeper.write("PRIVMSG #room :while you were away");
  await keeper.settled();
  koine = await start();
  ann = (await enter(koine.gateway, token)).client;
  await koine.logged(({ message }) => message === "joined #room");
  await ann.request({ type: "message_send", room_id: room, content: "out last" });
  await keeper.line(/out last/);
  const seen = keeper.lines.map(saidIn).filter((text) => text.includes("> out "));
  expect(seen).toEqual([...texts, "last"].map((content) => `<ann> out ${content}`));
  keeper.write("PRIVMSG #room :and now");
  await told("and now");
  const page = await ann.request({ type: "history_get", room_id: room, limit: 20 });
  const messages = page.messages as unknown as { content: string }[];
  const heard = messages.map(({ content }) => content).filter((content) => /^(while|and)/.test(content));
  expect(heard.sort()).toEqual(["and now", "while you were away"]);
});
