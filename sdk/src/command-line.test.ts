import { expect, test } from "bun:test";
import { readCommand } from "./command-line.ts";
import type { CommandOption, SlashCommand } from "./gen/protocol.ts";

const option = (name: string, kind: string, required = false): CommandOption => ({ name, kind, required });
const command = (name: string, ...options: CommandOption[]): SlashCommand => ({
  id: 1,
  name,
  description: "",
  options,
});
const all = [
  command("ban", option("user", "user", true), option("reason", "string"), option("days", "integer")),
  command("poll", option("question", "string", true), option("options", "string", true)),
  command("help"),
];
const given = (text: string) =>
  Object.fromEntries(readCommand(text, all)?.arguments.map(({ name, value }) => [name, value]) ?? []);

test("arguments by place, by name, in quotes, and a text that takes what is left", () => {
  expect(given("/ban <@12> being very rude days:3")).toEqual({
    user: "12",
    reason: "being very rude",
    days: "3",
  });
  expect(given("/ban days:3 user:@bob")).toEqual({ user: "@bob", days: "3" });
  expect(given('/poll "Where to?" the sea | the hills')).toEqual({
    question: "Where to?",
    options: "the sea | the hills",
  });
  expect(given("/ban @bob time: 10 o'clock")).toEqual({ user: "@bob", reason: "time: 10 o'clock" });
});

test("what is missing, what is too much, and which one is being typed", () => {
  expect(readCommand("/poll Lunch", all)?.missing).toEqual(["options"]);
  expect(readCommand("/help me", all)?.extra).toBe("me");
  expect(readCommand("/ban", all)?.current?.name).toBe("user");
  expect(readCommand("/ban @bo", all)?.current?.name).toBe("user");
  expect(readCommand("/ban @bob ", all)?.current?.name).toBe("reason");
  expect(readCommand("/ban @bob days:", all)?.current?.name).toBe("days");
  expect(readCommand('/ban @bob "rude" 3 ', all)?.current).toBeNull();
});

test("what only looks like a command is none", () => {
  expect(readCommand("/etc/passwd", all)).toBeNull();
  expect(readCommand("/banana", all)).toBeNull();
  expect(readCommand("say /help", all)).toBeNull();
});
