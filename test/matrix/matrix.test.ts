/**
 * One conversation, several protocols: every action through every front end, watched from every other. What a
 * watcher must be told stands in its driver, what it is not told in `silence.ts` with the reason; the filled table is
 * `docs/interop.md`, and a difference is a failure.
 */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type Account, register } from "../gateway-client.ts";
import { removeDirectories } from "../koine.ts";
import { newGiven, STAGES } from "./actions.ts";
import { DRIVERS } from "./drivers.ts";
import { ACTIONS, type Action, type Driver, type Front, type Given, Refused } from "./front.ts";
import { type Cell, page } from "./page.ts";
import { NO_WORD, SILENT } from "./silence.ts";
import { ask, killAndStart, makeWorld, type World } from "./world.ts";

const PAGE = join(import.meta.dir, "../../docs/interop.md");

let world: World;
const cells: Cell[] = [];
let fences = 0;
let newcomers = 0;

beforeAll(async () => {
  world = await makeWorld();
});

afterAll(async () => {
  for (const team of [world.actors, world.watchers, world.plain])
    for (const { front } of team.values()) await front.close();
  await world.koine.stop();
  removeDirectories();
});

const [gateway] = DRIVERS as [Driver, ...Driver[]];
/** What somebody in a time-out may not do. */
const FORBIDDEN = [
  "send",
  "edit",
  "reply",
  "react",
  "upload",
  "pin",
  "poll",
  "vote",
  "thread",
  "create room",
  "ban",
] as const;
const DOOR: ReadonlySet<Action> = new Set(["online", "offline", "join", "leave"]);

for (const action of ACTIONS)
  for (const actor of DRIVERS)
    test(`${action} through ${actor.name}`, async () => {
      const why = NO_WORD[actor.name]?.[action];
      const front = playerOf(world.actors, actor).front;
      if (why !== undefined) {
        expect(front.acts[action]).toBeUndefined();
        for (const watcher of DRIVERS) cells.push({ action, actor, watcher, said: null });
        return;
      }
      if (STAGES[action].dialog) for (const watcher of DRIVERS) await inDialog(action, actor, watcher);
      else await inRoom(action, actor);
    });

/** In the default room, seen by all watchers at once. */
async function inRoom(action: Action, actor: Driver): Promise<void> {
  const { account, front } = playerOf(world.actors, actor);
  const stage = STAGES[action];
  const given = { ...newGiven(account.user.handle) };
  if (actor.file !== undefined && action === "upload") Object.assign(given, { file: actor.file });
  // Who has no account here speaks there.
  const says = async (text: string): Promise<void> =>
    actor.isNetwork === true ? await front.acts.send?.({ ...given, text }) : await post(account, text);
  const sees = (what: Action) => Promise.all(watching().map(([, { sees }]) => sees[what]?.wait(given, 0)));
  if (stage.said) {
    await says(given.text);
    await sees("send");
  }
  if (stage.reacted) {
    if (actor.isNetwork === true) await front.acts.react?.(given);
    else await post(account, given.text, "reacted");
    await sees("react");
  }
  if (stage.target) {
    await post(world.herald, given.target);
    await Promise.all(
      [front, ...watching().map(([, one]) => one)].map((one) =>
        one.sees.send?.wait({ ...given, text: given.target }, 0),
      ),
    );
  }
  if (stage.poll) {
    await post(account, given.text, "poll");
    await sees("poll");
  }
  let presence: Front | null = null;
  let guest: { account: Account; front: Front | null } | null = null;
  if (stage.newcomer !== "none" || action === "join") {
    guest = { account: await register(world.koine.url, `guest${newcomers++}`), front: null };
    Object.assign(given, { user: { id: guest.account.user.id, handle: guest.account.user.handle } });
  }
  if (stage.newcomer === "in" && guest !== null) {
    guest.front = await actor.enter(world.koine, guest.account, world.link);
    // Where the acting wire is no connection, somebody has to be there who goes.
    if (NO_WORD[actor.name]?.online !== undefined)
      presence = await gateway.enter(world.koine, guest.account, world.link);
    await sees("online");
  }
  const marks = new Map(watching().map(([driver, one]) => [driver, one.mark()]));
  if (DOOR.has(action) && guest !== null) await throughTheDoor(action, actor, guest, given);
  else await (front.acts[action] ?? missing(action, actor))(given);
  // Coming by registration alone is told before the mark.
  const from = (driver: Driver): number => (action === "join" ? 0 : (marks.get(driver) ?? 0));
  await Promise.all(
    watching().map(async ([driver, one]) => {
      const sight = one.sees[action];
      if (sight !== undefined) await sight.wait(given, from(driver));
    }),
  );
  const fence = await raiseFence();
  for (const [watcher, one] of watching()) {
    const said = one.sees[action]?.word ?? null;
    expect([watcher.name, action, said === null]).toEqual([
      watcher.name,
      action,
      SILENT[watcher.name]?.[action] !== undefined,
    ]);
    if (said === null)
      expect(one.since(marks.get(watcher) ?? 0).filter((frame) => !frame.includes(fence))).toEqual([]);
    cells.push({ action, actor, watcher, said: said ?? "" });
  }
  await guest?.front?.close();
  await presence?.close();
}

async function throughTheDoor(
  action: Action,
  actor: Driver,
  guest: { account: Account; front: Front | null },
  given: Given,
): Promise<void> {
  if (action === "offline") {
    await guest.front?.close();
    guest.front = null;
  } else if (action === "leave") await (guest.front?.acts.leave ?? missing(action, actor))(given);
  else guest.front = await actor.enter(world.koine, guest.account, world.link);
}

/** In a dialog of the actor with one watcher. */
async function inDialog(action: Action, actor: Driver, watcher: Driver): Promise<void> {
  const [one, other] = [playerOf(world.actors, actor), playerOf(world.watchers, watcher)];
  const given: Given = { ...newGiven(one.account.user.handle), user: other.account.user };
  const opened = await ask(world.koine, one.account, "PUT", `/dialogs/${other.account.user.id}`, {});
  const { id } = opened.room as { id: number };
  // What is handed out to a session is delivered without anybody's doing.
  const mark = other.front.mark();
  await ask(world.koine, other.account, "POST", `/rooms/${id}/messages`, { content: given.text });
  // Whoever only reads has nothing to wait for.
  if (one.front.mark() > 0) await one.front.sees.send?.wait(given, 0);
  await (one.front.acts[action] ?? missing(action, actor))(given);
  const sight = other.front.sees[action];
  const silent = SILENT[watcher.name]?.[action];
  expect([watcher.name, action, sight === undefined]).toEqual([watcher.name, action, silent !== undefined]);
  await sight?.wait(given, mark);
  cells.push({ action, actor, watcher, said: sight?.word ?? "" });
}

test("what nobody has the right to is refused in every front end's own form, and changes nothing", async () => {
  const target = newGiven("herald");
  await post(world.herald, target.text);
  for (const driver of DRIVERS) {
    const { front } = playerOf(world.plain, driver);
    await front.sees.send?.wait(target, 0);
    const user = { id: world.herald.user.id, handle: "herald" };
    for (const action of ["edit", "delete", "pin", "create room", "ban"] as const) {
      const act = front.acts[action];
      if (act === undefined) continue;
      const doing = act({ ...target, user, changed: "taken over" });
      // A network is not answered.
      if (driver.isNetwork === true) await doing;
      else await expect(doing).rejects.toBeInstanceOf(Refused);
    }
    if (driver.isNetwork === true) await heardFrom(front);
  }
  await raiseFence();
  for (const [, front] of watching()) {
    const texts = await front.conversation();
    expect(texts).toContain(target.text);
    expect(texts).not.toContain("taken over");
  }
});

test("who is in a time-out is refused everything, through every front end, and nothing changes", async () => {
  const poll = newGiven("herald");
  await post(world.herald, poll.text, "poll");
  const own = new Map(DRIVERS.map((driver) => [driver, newGiven("plain")]));
  for (const [driver, { front }] of world.plain) {
    await front.sees.poll?.wait(poll, 0);
    const said = own.get(driver);
    if (said !== undefined) {
      await front.acts.send?.(said);
      for (const [, { sees }] of watching()) await sees.send?.wait(said, 0);
    }
  }
  const ids = await authorsOf([...own.values()].map(({ text }) => text));
  const timeOut = async (user: number, until: number) =>
    void (await ask(world.koine, world.herald, "PUT", `/members/${user}/timeout`, { until }));
  for (const id of ids) await timeOut(id, Date.now() + 3_600_000);
  await raiseFence();
  const marks = new Map(watching().map(([driver, one]) => [driver, one.mark()]));
  for (const [k, driver] of DRIVERS.entries()) {
    const { front } = playerOf(world.plain, driver);
    const said = {
      ...(own.get(driver) ?? newGiven("plain")),
      user: { id: world.herald.user.id, handle: "herald" },
    };
    for (const action of FORBIDDEN) {
      const fresh = action === "send" || action === "reply" || action === "upload" || action === "poll";
      const given = { ...said, target: said.text, ...(fresh ? { text: `shut ${k} ${action}` } : {}) };
      const act = front.acts[action];
      if (act === undefined) continue;
      const doing = act(action === "vote" ? { ...given, text: poll.text } : given);
      if (driver.isNetwork === true) await doing;
      else await expect(doing, `${action} through ${driver.name}`).rejects.toBeInstanceOf(Refused);
    }
    // What has no answer is not told either.
    await front.acts.type?.(said).catch(() => undefined);
    if (driver.isNetwork === true) await heardFrom(front);
  }
  const fence = await raiseFence();
  for (const [driver, one] of watching()) {
    const told = one.since(marks.get(driver) ?? 0).join("\n");
    for (const word of ["shut ", "yping", "TYPING"])
      expect([driver.name, word, told.includes(word)]).toEqual([driver.name, word, false]);
    expect(told.includes(fence) || one.mark() === 0).toBe(true);
    const texts = await one.conversation();
    for (const { text } of own.values()) expect(texts).toContain(text);
    expect(texts.filter((text) => text.startsWith("shut "))).toEqual([]);
  }
});

test("who is banned comes in at no door, and who is blocked rings nobody", async () => {
  for (const driver of DRIVERS) {
    if (driver.isNetwork === true) continue;
    const account = await register(world.koine.url, `banned${newcomers++}`);
    await (await driver.enter(world.koine, account, world.link)).close();
    await ask(world.koine, world.herald, "PUT", `/bans/${account.user.id}`, {});
    await expect(driver.enter(world.koine, account, world.link), driver.name).rejects.toBeInstanceOf(Refused);
  }
  for (const driver of DRIVERS) {
    const { account, front } = playerOf(world.actors, driver);
    const callee = await register(world.koine.url, `shy${newcomers++}`);
    if (front.acts.call === undefined) continue;
    await ask(world.koine, callee, "PUT", `/blocks/${account.user.id}`, {});
    const given = { ...newGiven(account.user.handle), user: callee.user };
    await expect(front.acts.call(given), driver.name).rejects.toBeInstanceOf(Refused);
  }
});

test("200 messages at once are seen by all in one order", async () => {
  const teams = DRIVERS.map((driver) => playerOf(world.actors, driver).front);
  await Promise.all(
    Array.from({ length: 200 }, (_, i) => {
      const front = teams[i % teams.length];
      return front?.acts.send?.({ ...newGiven("order"), text: `order ${i}` });
    }),
  );
  // Not every wire answers: what it said has been taken when others see it.
  const [[, one]] = watching() as [readonly [Driver, Front]];
  for (let i = 0; i < 200; i++) await one.sees.send?.wait({ ...newGiven("order"), text: `order ${i}` }, 0);
  await raiseFence();
  const orders = await Promise.all(watching().map(([, front]) => conversationOf(front, "order ")));
  expect(orders[0]).toHaveLength(200);
  for (const order of orders) expect(order).toEqual(orders[0] ?? []);
});

test("after a kill in the middle every front end ends with the same conversation", async () => {
  const taken: string[] = [];
  const sending = DRIVERS.map(async (driver, k) => {
    const { front } = playerOf(world.actors, driver);
    for (let i = 0; i < 50; i++) {
      const text = `trouble ${k}/${i}`;
      // What the kill cut off may or may not have been taken.
      if (
        !(
          (await front.acts.send?.({ ...newGiven("trouble"), text }).then(
            () => true,
            () => false,
          )) ?? false
        )
      )
        return;
      taken.push(text);
    }
  });
  await Promise.race(sending.filter((_, i) => DRIVERS[i]?.isNetwork !== true));
  const before = taken.length;
  expect(before).toBeGreaterThan(0);
  await killAndStart(world);
  for (const team of [world.actors, world.watchers])
    for (const { front } of team.values()) await front.comeBack(world.koine);
  for (const [{ isNetwork }, { front }] of world.actors) if (isNetwork === true) await heardFrom(front);
  await raiseFence();
  const ends = await Promise.all(watching().map(([, front]) => conversationOf(front, "trouble ")));
  for (const end of ends) expect(end).toEqual(ends[0] ?? []);
  expect(ends[0]).toEqual(expect.arrayContaining(taken.slice(0, before)));
  expect(new Set(ends[0]).size).toBe(ends[0]?.length ?? 0);
});

test("docs/interop.md is what came of it", async () => {
  const text = page(cells);
  if (process.env.KOINE_WRITE_INTEROP === "yes") await Bun.write(PAGE, text);
  expect(await Bun.file(PAGE).text()).toBe(text);
});

function watching(): (readonly [Driver, Front])[] {
  return [...world.watchers].map(([driver, { front }]) => [driver, front] as const);
}

function playerOf<P>(team: ReadonlyMap<Driver, P>, driver: Driver): P {
  const player = team.get(driver);
  if (player === undefined) throw new Error(`nobody at ${driver.name}`);
  return player;
}

/** A message that all watchers have seen: nothing that was told before is still on its way. */
async function raiseFence(): Promise<string> {
  const text = `fence ${fences++}`;
  await post(world.herald, text);
  const given = { ...newGiven("herald"), text };
  await Promise.all(watching().map(([, { sees }]) => sees.send?.wait(given, 0)));
  return text;
}

/** A message of somebody, a poll, or their reaction on what they said. */
async function post(account: Account, text: string, as: "text" | "poll" | "reacted" = "text"): Promise<void> {
  const { koine, room } = world;
  if (as === "poll") {
    await ask(koine, account, "POST", `/rooms/${room}/polls`, { question: text, options: ["yes", "no"] });
  } else if (as === "text") {
    await ask(koine, account, "POST", `/rooms/${room}/messages`, { content: text });
  } else {
    const { messages } = await ask(koine, account, "GET", `/rooms/${room}/messages?limit=50`);
    const found = (messages as { id: number; content: string }[]).find(({ content }) => content === text);
    await ask(koine, account, "PUT", `/messages/${found?.id}/reactions/${encodeURIComponent("👍")}`, {});
  }
}

/** Who said these texts, in their order. */
async function authorsOf(texts: readonly string[]): Promise<number[]> {
  const { koine, herald, room } = world;
  const { messages } = await ask(koine, herald, "GET", `/rooms/${room}/messages?limit=200`);
  const said = messages as { content: string; author: { id: number } }[];
  return texts.map((text) => said.find(({ content }) => content === text)?.author.id ?? 0);
}

/** All that a network said before has been dealt with. */
async function heardFrom(front: Front): Promise<void> {
  const given = newGiven("network");
  await front.another?.(given);
  for (const [, { sees }] of watching()) await sees.send?.wait(given, 0);
}

async function conversationOf(front: Front, prefix: string): Promise<readonly string[]> {
  return (await front.conversation()).filter((text) => text.startsWith(prefix));
}

function missing(action: Action, { name }: Driver): never {
  throw new Error(`${name} has neither a way to ${action} nor a reason why not`);
}
