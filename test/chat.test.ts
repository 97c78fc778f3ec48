/** `koine chat --json` against a real server, as a script would use it; and what reaches a terminal. */

import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanJson, cleanLine, cleanLines } from "../src/cli/chat/clean.ts";
import { parseJsonLine, parseLine } from "../src/cli/chat/input.ts";
import { addressOf } from "../src/cli/chat/sign-in.ts";
import { koineCommand } from "./command-line.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

afterAll(removeDirectories);

interface Line {
  readonly chat?: string;
  readonly text?: string;
  readonly count?: number;
  readonly event?: { readonly type: string; readonly [field: string]: unknown };
}

/** A chat as a child process: `say` writes a command, `until` resolves with the first line that fits. */
function startChat(url: string, args: readonly string[]) {
  const child = Bun.spawn([...koineCommand(), "chat", url, "--json", ...args], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  const unread: Line[] = [];
  let wake = (): void => undefined;
  const reading = (async () => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      unread.push(...lines.map((line) => JSON.parse(line) as Line));
      wake();
    }
  })();
  const until = async (fits: (line: Line) => boolean): Promise<Line> => {
    for (;;) {
      while (unread.length > 0) {
        const line = unread.shift();
        if (line !== undefined && fits(line)) return line;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    child,
    until,
    event: async (type: string) => (await until((line) => line.event?.type === type)).event,
    say(command: object) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      void child.stdin.flush();
    },
    async end() {
      await child.stdin.end();
      await reading;
      return await child.exited;
    },
  };
}

test("two chats: register, talk, reply, react, edit, delete, rooms; then the server stops and comes back", async () => {
  const koine = await startKoine();
  const password = join(temporaryDirectory(), "password");
  writeFileSync(password, "correct horse\n");
  const ann = startChat(koine.url, ["--register", "--handle", "ann", "--password-file", password]);
  await ann.until(({ chat }) => chat === "room");
  const bob = startChat(koine.url, ["--register", "--handle", "bob", "--password-file", password]);
  await bob.until(({ chat }) => chat === "room");

  ann.say({ command: "send", text: "Hello\u001b[2J\u009b" });
  expect(await ann.until(({ chat }) => chat === "pending")).toMatchObject({ count: 1 });
  expect(await ann.until(({ chat }) => chat === "pending")).toMatchObject({ count: 0 });
  expect(await bob.event("message_create")).toMatchObject({
    message: { content: "Hello\u001b[2J\u009b", n: 1 },
  });
  bob.say({ command: "reply", n: 1, text: "Hi" });
  const reply = await ann.until(
    ({ event }) => event?.type === "message_create" && JSON.stringify(event).includes("Hi"),
  );
  expect(reply.event).toMatchObject({ message: { reply_to: { author: { handle: "ann" } } } });
  bob.say({ command: "react", n: 1, emoji: ":tada:" });
  expect(await ann.event("reaction_add")).toMatchObject({ emoji: "🎉" });
  ann.say({ command: "edit", n: 1, text: "Hello!" });
  expect(await bob.event("message_update")).toMatchObject({ content: "Hello!" });
  bob.say({ command: "delete", n: 1 });
  expect(await bob.until(({ chat }) => chat === "notice")).toMatchObject({
    text: expect.stringContaining("Not done"),
  });
  ann.say({ command: "create", name: "Kitchen" });
  await bob.event("room_create");
  bob.say({ command: "room", name: "#kitchen" });
  await bob.until(({ chat, event }) => chat === "room" && event === undefined);
  bob.say({ command: "send", text: "Smells good" });
  await ann.event("message_create");

  bob.say({ command: "use", text: "/poll Tea?" });
  expect(await bob.until(({ chat }) => chat === "notice")).toMatchObject({ text: "/poll needs options" });
  bob.say({ command: "use", text: "/dance" });
  expect(await bob.until(({ chat }) => chat === "notice")).toMatchObject({
    text: "There is no /dance; /help lists what there is",
  });
  bob.say({ command: "use", text: "/nick Bobby" });
  expect(await bob.until(({ chat }) => chat === "notice")).toMatchObject({ text: "You are **Bobby** here." });
  bob.say({ command: "use", text: "/me dances" });
  expect(await ann.until(({ event }) => JSON.stringify(event ?? "").includes("_dances_"))).toBeDefined();

  const port = Number(new URL(koine.url).port);
  await koine.stop();
  await ann.until(({ chat, text }) => chat === "notice" && text?.startsWith("Not connected") === true);
  ann.say({ command: "send", text: "said while nobody heard" });
  const again = await startKoine({ directory: koine.directory, port });
  const late = await bob.until(
    ({ event }) => event?.type === "message_create" && JSON.stringify(event).includes("nobody"),
  );
  expect(late.event).toMatchObject({ message: { author: { handle: "ann" } } });
  expect(await ann.until(({ chat, count }) => chat === "pending" && count === 0)).toBeDefined();

  expect(await ann.end()).toBe(0);
  bob.say({ command: "quit" });
  expect(await bob.child.exited).toBe(0);
  await again.stop();
});

test("a wrong password, a wrong token and no server are told in a sentence, with exit code 1", async () => {
  const koine = await startKoine();
  const file = join(temporaryDirectory(), "password");
  writeFileSync(file, "wrong horse");
  const wrong = startChat(koine.url, ["--handle", "ann", "--password-file", file]);
  expect(await wrong.end()).toBe(1);
  expect(await new Response(wrong.child.stderr).text()).toBe("Handle or password are wrong\n");
  const token = startChat(koine.url, ["--token", "nobody"]);
  expect(await token.child.exited).toBe(1);
  expect(await new Response(token.child.stderr).text()).toContain("the token is unknown or has ended");
  await koine.stop();
  const nobody = startChat(koine.url, ["--handle", "ann", "--password-file", file]);
  expect(await nobody.end()).toBe(1);
  expect(await new Response(nobody.child.stderr).text()).toContain("cannot be reached");
});

describe("what is typed", () => {
  // What the line shows, the line, what it becomes.
  const lines = [
    ["a line", "hello /me", { command: "send", text: "hello /me" }],
    ["one that begins with a slash", "//usr", { command: "send", text: "/usr" }],
    ["a reply", "/reply 12 so it is", { command: "reply", n: 12, text: "so it is" }],
    ["a number as it is shown", "/edit #3 x", { command: "edit", n: 3, text: "x" }],
    ["a reaction by name", "/react 3 :+1:", { command: "react", n: 3, emoji: "👍" }],
    [
      "an unknown name, which the server refuses",
      "/react 3 :constructor:",
      { command: "react", n: 3, emoji: ":constructor:" },
    ],
    ["a reaction itself", "/react 3 🦊", { command: "react", n: 3, emoji: "🦊" }],
    ["a room with spaces", "/room old kitchen ", { command: "room", name: "old kitchen" }],
    ["nothing", "  ", null],
    ["a missing number", "/delete", "/delete needs the number of a message"],
    ["a missing text", "/reply 3", "/reply needs the number of a message, and text"],
    ["one of the space's own", "/roll 6", { command: "use", text: "/roll 6" }],
  ] as const;
  for (const [name, line, expected] of lines) {
    test(name, () => expect(parseLine(line)).toEqual(expected));
  }

  test("a script's line that is none is told so", () => {
    for (const line of ["{", "3", "null", "[]", '{"command":"send"}', '{"command":"reply","text":"x"}']) {
      expect(typeof parseJsonLine(line)).toBe("string");
    }
  });
});

test("nothing of others acts upon a terminal", () => {
  expect(cleanLine("a\u001b[31mb\u0007\u009b1m\u007f\u202ec\u2066")).toBe("a�[31mb��1m��c�");
  expect(cleanLine("👨‍👩‍👧 ζωή")).toBe("👨‍👩‍👧 ζωή");
  expect(cleanLines("a\r\nb\tc\rd")).toEqual(["a", "b c�d"]);
  expect(cleanJson({ text: "\u001b\u009b\u007f\u202e" })).toBe('{"text":"\\u001b\\u009b\\u007f\\u202e"}');
});

test("an address may come with or without its scheme", () => {
  expect(addressOf("127.0.0.1:8080")).toBe("http://127.0.0.1:8080");
  expect(addressOf("ws://127.0.0.1:8080/gateway")).toBe("http://127.0.0.1:8080");
  expect(addressOf("https://chat.example/")).toBe("https://chat.example");
  expect(addressOf("ftp://chat.example")).toBeNull();
});
