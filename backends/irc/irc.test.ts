/** The backend with real servers: InspIRCd, which confirms, and ngIRCd, which does not. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Served } from "../sdk/fixture.ts";
import { type IrcServer, type IrcUser, inspircd, ircUser, ngircd, saidIn } from "./fixture.ts";
import { conversation, heard, idOf, joined, lost, startIrc } from "./harness.ts";

const folder = mkdtempSync(join(tmpdir(), "koine-irc-"));
/** How the operator has a certificate trusted that no authority signed. */
const trust = (server: IrcServer) => ({ NODE_EXTRA_CA_CERTS: server.certificate });
const ben = { author: { name: "Ben" } };
const servers: readonly (readonly [string, () => Promise<IrcServer>])[] = [
  ["InspIRCd", inspircd],
  ["ngIRCd", ngircd],
];

afterAll(() => rmSync(folder, { recursive: true }));

for (const [name, make] of servers) {
  describe.skipIf(Bun.which(name.toLowerCase()) === null)(name, () => {
    let server: IrcServer;
    let ann: IrcUser;
    let served: Served;
    /** What ann sees of what the bridge says. */
    const seen = () =>
      ann.lines
        .filter((line) => line.includes(":koine!"))
        .map(saidIn)
        .filter((text) => text !== "");

    beforeAll(async () => {
      server = await make();
      await server.start();
      ann = await ircUser(server.port, "ann", "#room");
      served = await startIrc(server, { words: ["--tell", "join,part,quit,kick,nick,topic"] });
      await joined(served);
    });

    afterAll(async () => {
      await served.end();
      await server.remove();
    });

    test("speech crosses both ways, with its styles", async () => {
      ann.write("PRIVMSG #room :hello \x02bold\x02 \x0304red");
      expect((await heard(served, "hello bold red")).content).toEqual({
        type: "Concat",
        value: [
          { type: "Text", value: "hello " },
          { type: "Bold", value: { type: "Text", value: "bold" } },
          { type: "Text", value: " red" },
        ],
      });
      const content = { type: "Italic", value: { type: "Text", value: "hi ann" } } as const;
      await idOf(served.say("#room", content, { key: "style", ...ben }));
      await ann.settled();
      expect(seen().at(-1)).toBe("<Ben> \x1dhi ann");
    });

    test("nothing in a message becomes a command, and a message of lines is lines", async () => {
      const wicked = "one\r\nQUIT :gone\n\0PRIVMSG #room :\x01ACTION two\x01\u0085\u2028";
      await idOf(served.say("#room", wicked, { key: "wicked", author: { name: "Eve\r\nQUIT" } }));
      await ann.settled();
      expect(seen().slice(-3)).toEqual([
        "<EveQUIT> one",
        "<EveQUIT> QUIT :gone",
        "<EveQUIT> PRIVMSG #room :ACTION two",
      ]);
    });

    test("a long message arrives whole, in order, in lines that are not cut", async () => {
      const long = Array.from({ length: 900 }, (_, i) => `wörd${i}`).join(" ");
      const before = seen().length;
      await idOf(served.say("#room", long, { key: "long", ...ben }));
      await ann.settled();
      const lines = seen().slice(before);
      expect(lines.length).toBeGreaterThan(10);
      // ngIRCd takes the space away at which a line was broken.
      expect(lines.map((line) => line.replace("<Ben> ", "").trimEnd()).join(" ")).toBe(long);
      expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeGreaterThan(400);
    });

    test("an action is one, on either side", async () => {
      ann.write("PRIVMSG #room :\x01ACTION waves\x01");
      expect((await heard(served, "ann waves")).content.type).toBe("Italic");
      await idOf(served.say("#room", "/me waves back", { key: "me", ...ben }));
      await ann.settled();
      expect(seen().at(-1)).toBe("\x01ACTION Ben waves back\x01");
    });

    test("an edit, a reply and a reaction are readable", async () => {
      ann.write("PRIVMSG #room :is anybody there?");
      const question = await heard(served, "is anybody there?");
      await idOf(served.say("#room", "I em", { key: "r1", reply_to: question.id, ...ben }));
      await idOf(served.say("#room", "I am", { key: "r2", edit_of: "r1", ...ben }));
      await idOf(served.say("#room", "", { key: "r3", react: { to: question.id, emote: "👍" }, ...ben }));
      await ann.settled();
      if (name === "InspIRCd") {
        const reply = ann.lines.find((line) => line.includes("ann: I em"));
        expect(reply).toContain(`+draft/reply=${question.id}`);
        expect(seen().slice(-2)).toEqual(["<Ben> ann: I em", "<Ben> * I am"]);
        expect(ann.lines.at(-2)).toMatch(/\+draft\/react=👍.* TAGMSG :?#room/);
      } else {
        expect(seen().slice(-4)).toEqual([
          "<Ben> > ann: is anybody there?",
          "<Ben> I em",
          "<Ben> * I am",
          "<Ben> 👍 (to ann: is anybody there?)",
        ]);
      }
    });

    test("who comes, goes, is removed or renamed, and the topic, are told", async () => {
      const cat = await ircUser(server.port, "cat", "#room");
      cat.write("PRIVMSG #room :meow");
      const { sender } = await heard(served, "meow");
      cat.write("NICK tom");
      const renamed = await heard(served, "cat is now tom");
      expect([renamed.sender, renamed.extra]).toMatchObject([sender, { koine: { sender_name: "tom" } }]);
      ann.write("TOPIC #room :all about \x02milk");
      expect((await heard(served, "ann changed the topic: all about milk")).extra).toMatchObject({
        koine: { topic: "all about milk" },
      });
      ann.write("KICK #room tom :no cats");
      await heard(served, "ann removed tom (no cats)");
      await cat.join("#room");
      cat.write("PART #room");
      await heard(served, "tom left");
      expect(conversation(served).filter((line) => /joined$/.test(line))).toEqual([
        "cat: cat joined",
        "tom: tom joined",
      ]);
      cat.close();
    });

    test("a channel is looked up, joined, left; one that cannot be joined says why", async () => {
      const dan = await ircUser(server.port, "dan", "#club");
      dan.write("MODE #club +k sesame");
      await dan.settled();
      expect(await served.ask({ type: "RoomLookup", value: "#Club" })).toEqual({
        type: "RoomID",
        value: "#club",
      });
      expect(await served.ask({ type: "RoomJoin", value: "#club" })).toMatchObject({
        type: "Error",
        value: { message: expect.stringContaining("#Club cannot be joined: ") },
      });
      dan.write("MODE #club -k sesame");
      await dan.settled();
      expect(await served.ask({ type: "RoomJoin", value: "#club" })).toMatchObject({ type: "Success" });
      await joined(served, "#club");
      await idOf(served.say("#club", "hello club", { key: "club", ...ben }));
      await dan.line(/PRIVMSG #club :<Ben> hello club/i);
      expect(await served.ask({ type: "RoomLeave", value: "#club" })).toMatchObject({ type: "Success" });
      await dan.line(/:koine\S+ PART/);
      expect(await served.ask({ type: "RoomLookup", value: "club" })).toMatchObject({ type: "Error" });
      dan.close();
    });

    test("what the network refuses is said", async () => {
      ann.write("MODE #room +m");
      await ann.settled();
      expect(await served.say("#room", "let me speak", { key: "moderated", ...ben })).toMatchObject({
        type: "Error",
        value: { message: expect.stringContaining("the network did not take it: "), retry: false },
      });
      ann.write("MODE #room -m");
      await ann.settled();
      await idOf(served.say("#room", "thanks", { key: "voiced", ...ben }));
    });

    test("a channel is made by joining it, and one that cannot be is refused and not joined later", async () => {
      const create = (wished: string) =>
        served.ask({ type: "RoomCreate", value: { parent: null, name: wished, sendable: true } });
      expect(await create("Annex")).toEqual({ type: "RoomID", value: "#annex" });
      await joined(served, "#Annex");
      ann.write("JOIN #annex");
      ann.write("PRIVMSG #annex :found you");
      expect((await heard(served, "found you")).recipient).toBe("#annex");
      expect(await create("two words")).toMatchObject({ type: "Error", value: { retry: false } });
      expect(await create("x".repeat(190))).toMatchObject({ type: "Error", value: { retry: false } });
      ann.write("JOIN #private");
      ann.write("MODE #private +i");
      await ann.settled();
      expect(await create("#private")).toMatchObject({ type: "Error", value: { retry: false } });
    });

    test("the same request again is the same message", async () => {
      const first = await idOf(served.say("#room", "only once", { key: "once", ...ben }));
      expect(await idOf(served.say("#room", "only once", { key: "once", ...ben }))).toBe(first);
      await ann.settled();
      expect(seen().filter((line) => line === "<Ben> only once")).toHaveLength(1);
    });

    test("a nick that is taken is replaced, and taken back when it is free", async () => {
      const second = await startIrc(server, { words: ["--nick", "ann"] });
      await joined(second);
      await second.say("#room", "I am another", { key: "nick" });
      const line = await ann.line(/I am another/);
      expect(line).toContain(":ann_!");
      ann.write("NICK anna");
      await ann.line(/:ann_!\S+ NICK :?ann$/);
      ann.write("NICK ben");
      await ann.settled();
      expect(await second.end()).toBe(0);
    });

    test("the server dies and comes back: what was said meanwhile goes out then, once, in order", async () => {
      await server.kill();
      await lost(served);
      const waiting = ["one", "two", "three"].map((text) => served.say("#room", text, { key: text, ...ben }));
      await server.start();
      ann = await ircUser(server.port, "ann", "#room");
      await Promise.all(waiting.map(idOf));
      await ann.settled();
      expect(seen()).toEqual(["<Ben> one", "<Ben> two", "<Ben> three"]);
      await heard(
        served,
        /^The link to \w+ was down from .* to .* UTC; what was said meanwhile is missing\.$/,
      );
      ann.write("PRIVMSG #room :welcome back");
      await heard(served, "welcome back");
    });

    test("what was written when the server died is said again where it confirms, else its fate is told", async () => {
      server.pause();
      const answer = served.say("#room", "did you hear?", { key: "fate", ...ben });
      // Requests are taken in their order: with this answer the line is written.
      await served.ask({ type: "RoomGet", value: "#room" });
      await server.kill();
      await lost(served);
      await server.start();
      ann = await ircUser(server.port, "ann", "#room");
      if (name === "InspIRCd") await idOf(answer);
      else
        expect(await answer).toMatchObject({
          type: "Error",
          value: { message: expect.stringContaining("may not have arrived"), retry: false },
        });
      await joined(served);
      await idOf(served.say("#room", "and now?", { key: "now", ...ben }));
      await ann.settled();
      expect(seen()).toEqual(
        name === "InspIRCd" ? ["<Ben> did you hear?", "<Ben> and now?"] : ["<Ben> and now?"],
      );
    });

    test("a backend that is started again repeats nothing, and tells what it missed", async () => {
      if (name === "InspIRCd") ann.write("MODE #room +H 50:1h");
      const words = ["--nick", "bridge", "--state", join(folder, name)];
      const first = await startIrc(server, { words });
      await joined(first);
      const id = await idOf(first.say("#room", "before", { key: "before" }));
      ann.write("PRIVMSG #room :heard");
      await heard(first, "heard");
      const last = first.say("#room", "at the end", { key: "last" });
      expect(await first.end()).toBe(0);
      await ann.line(/:bridge!\S+ QUIT/);
      ann.write("PRIVMSG #room :while nobody listened");
      await ann.settled();

      const second = await startIrc(server, { words });
      expect(await idOf(second.say("#room", "before", { key: "before" }))).toBe(id);
      expect(await idOf(second.say("#room", "at the end", { key: "last" }))).toBe(await idOf(last));
      await joined(second);
      ann.write("PRIVMSG #room :after");
      await heard(second, "after");
      const told = conversation(second).filter((line) => line !== "ann: heard");
      expect(told).toEqual(
        name === "InspIRCd"
          ? ["ann: while nobody listened", "ann: after"]
          : [expect.stringMatching(/^NgNet: The link to NgNet was down from/), "ann: after"],
      );
      expect(await second.end()).toBe(0);
      await ann.settled();
      const said = ann.lines.filter((line) => line.includes(":bridge!")).map(saidIn);
      expect(said.filter((text) => text === "before" || text === "at the end")).toEqual([
        "before",
        "at the end",
      ]);
    });

    test("TLS: a certificate that is trusted is taken, another is not", async () => {
      const place = ["--server", "localhost", "--port", String(server.tlsPort), "--channel", "#room"];
      const words = ["--nick", "secure", ...place];
      const trusting = await startIrc(server, { tls: true, words, env: trust(server) });
      await joined(trusting);
      await idOf(trusting.say("#room", "in private", { key: "tls" }));
      await ann.line(/:secure!\S+ PRIVMSG #room :in private/);
      expect(await trusting.end()).toBe(0);

      const doubting = await startIrc(server, { tls: true, words });
      await doubting.logged(/not connected; trying again/);
      expect(doubting.log()).toMatch(/certificate/i);
      expect(await doubting.end()).toBe(0);
    });
  });
}
