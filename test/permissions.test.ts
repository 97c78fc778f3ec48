/** Who may do what: every command of somebody signed in, asked by everybody, against the table of rows. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { removeDirectories, temporaryDirectory } from "./koine.ts";
import { keeperRows, rows } from "./permission-rows.ts";
import { type Asker, makeWorld, STANDINGS, signedInCommands } from "./permission-world.ts";

let asker: Asker;

beforeAll(async () => {
  asker = await makeWorld(temporaryDirectory());
});

afterAll(() => {
  asker.close();
  removeDirectories();
});

test("every command of somebody signed in has a row", () => {
  const known = new Set<string>(rows.map(({ type }) => type));
  const missing = signedInCommands().filter((name) => !known.has(name));
  expect(missing, "add rows for these commands to test/permission-rows.ts").toEqual([]);
});

for (const { type, title, input, answers } of rows) {
  test(`${type}: ${title}`, async () => {
    const { world } = asker;
    const found = [];
    for (const standing of STANDINGS) {
      const me = world.users[standing];
      const command = { type, input: input(world, me) } as Parameters<Asker["ask"]>[1];
      found.push(`${standing} ${await asker.ask(me, command)}`);
    }
    const wanted = answersOf(answers);
    expect(found).toEqual(STANDINGS.map((standing, i) => `${standing} ${wanted[i]}`));
  });
}

for (const { type, title, input, answers } of keeperRows) {
  test(`${type} by one who manages roles and rooms: ${title}`, async () => {
    const { world } = asker;
    const command = { type, input: input(world, world.keeper) } as Parameters<Asker["ask"]>[1];
    expect(await asker.ask(world.keeper, command)).toBe(answers);
  });
}

test("every row has an answer for everybody", () => {
  expect(rows.filter(({ answers }) => answersOf(answers).length !== STANDINGS.length)).toEqual([]);
});

/** The owner of another space is nobody here, unless a row says otherwise. */
function answersOf(answers: string): string[] {
  const given = answers.split(" ");
  const outsider = given[STANDINGS.indexOf("outsider")];
  return given.length === STANDINGS.length || outsider === undefined ? given : [...given, outsider];
}
