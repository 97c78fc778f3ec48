/** What the transcripts show of what connects to a space (`docs/integrations.md`): every command done, every event told. */

import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "./inbound/commands.ts";
import { push } from "./inbound/push.ts";
import { voice } from "./inbound/voice.ts";
import { webhooks } from "./inbound/webhooks.ts";

const folder = join(import.meta.dir, "transcripts");
const lines = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));

/** The next line of the same client, and whether it says that the command was carried out. */
function isDone(type: string): boolean {
  return lines.some((line, i) => {
    const [, who, said] = /^(\w+) > .*"event": \{"type": "(\w+)"/.exec(line) ?? [];
    if (said !== type) return false;
    const answer = lines.slice(i + 1).find((one) => one.startsWith(`${who} <`));
    return answer?.includes('"event": {"type": "ok"') === true;
  });
}

test("every command of webhooks, slash commands, voice, calls, notifications and previews is done", () => {
  const all = { ...webhooks, ...commands, ...voice, ...push };
  const names = [...Object.keys(all), "notification_set", "previews_remove"];
  expect(names.filter((name) => !isDone(name))).toEqual([]);
});

test("every event of theirs is told", () => {
  const told = (type: string): boolean =>
    lines.some((line) => /^\w+ <~? /.test(line) && line.includes(`"event": {"type": "${type}"`));
  const events = [
    "webhook_update",
    "command_update",
    "command_call",
    "voice_state",
    "voice_signal",
    "call_update",
    "user_update",
  ];
  expect(events.filter((type) => !told(type))).toEqual([]);
  expect(lines.some((line) => line.includes('"type": "message_update"') && line.includes('"embeds"'))).toBe(
    true,
  );
  // "command_end" takes a minute: `test/slash-deadline.test.ts`.
});
