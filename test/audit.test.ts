/** The audit log is complete: what not everybody may do leaves an entry, whoever does it. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type CommandType, commands } from "../src/core/commands.ts";
import { removeDirectories, temporaryDirectory } from "./koine.ts";
import { rows } from "./permission-rows.ts";
import { type Asker, makeWorld, STANDINGS } from "./permission-world.ts";

let asker: Asker;

beforeAll(async () => {
  asker = await makeWorld(temporaryDirectory());
});

afterAll(() => {
  asker.close();
  removeDirectories();
});

/** Who did it is told in the place itself, or it is one's own. */
const TOLD_ELSEWHERE: Partial<Record<CommandType, string>> = {
  pin_add: "told in the room, with who pinned",
  pin_remove: "told in the room, with who unpinned",
  member_remove: "told in the room of the thread or group",
  space_create: "the new space is its maker's own",
};

test("every privileged command is recorded", async () => {
  const missing: string[] = [];
  let seen = 0;
  for (const { type, title, input, answers } of rows) {
    const answer = answers.split(" ");
    const [owner, member] = [answer[0], answer[STANDINGS.indexOf("member")]];
    if (owner !== "ok" || member !== "forbidden" || commands[type].kind === "read") continue;
    if (TOLD_ELSEWHERE[type] !== undefined || title === "the owner's nickname") continue; // The owner acts.
    const { world } = asker;
    const me = world.users.owner;
    const command = { type, input: input(world, me) } as Parameters<Asker["ask"]>[1];
    const known = await asker.makesKnown(me, command);
    seen += 1;
    // What changes nothing leaves nothing behind.
    if (known.length > 0 && !known.includes("audit_entry")) missing.push(`${type}: ${title} (${known})`);
  }
  expect(missing).toEqual([]);
  expect(seen).toBeGreaterThan(30);
});
