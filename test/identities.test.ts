/** Who is somebody on another network too: claimed, proven there, and shown as one (docs/protocols/flubber.md, 6). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { KOINE_1, type Peer, type Run, startPeer } from "./backend-peer.ts";
import { created, openPortal, type Stage, saying, startStage, text } from "./backend-stage.ts";
import { enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { removeDirectories } from "./koine.ts";

const net: Peer = startPeer("net");
let stage: Stage;
let ann: GatewayClient;
let bob: GatewayClient;
let carl: GatewayClient;
let run: Run;
let town = 0;
/** Bob's account on the network. */
let ghost = 0;
let id = 0;

const LASTING = { extra: { koine: { sender_name: "bobby", lasting: true } } };

beforeAll(async () => {
  stage = await startStage(net.table());
  ({ ann } = stage);
  run = await net.next();
  run.say(KOINE_1);
  town = await openPortal(run, ann, "r1", "town");
  const enterAs = async (handle: string): Promise<GatewayClient> =>
    (await enter(stage.koine.gateway, (await register(stage.koine.url, handle)).token)).client;
  bob = await enterAs("bob");
  carl = await enterAs("carl");
  says("hello", LASTING);
  ghost = (await created(ann)).author.id;
});

afterAll(async () => {
  await stage.koine.stop();
  net.stop();
  removeDirectories();
});

function says(content: string, more: object = LASTING): void {
  run.say(saying(`i${++id}`, "r1", text(content), more));
}

/** The next that is seen of the network in the town. */
async function seen(content: string) {
  const message = await created(ann);
  expect(message.content).toBe(content);
  return message;
}

async function phraseFor(client: GatewayClient, user = ghost): Promise<string> {
  const { claim } = await client.request({ type: "identity_claim", user_id: user });
  return (claim as { text: string }).text;
}

/** The ghost is shown under that name. */
async function called(client: GatewayClient, name: string): Promise<{ name: string; person_id?: number }> {
  const fits = ({ event }: Packet): boolean =>
    event?.type === "user_update" &&
    event.user_id === ghost &&
    (event.user as { name: string }).name === name;
  return (await client.next(fits)).event?.user as { name: string; person_id?: number };
}

async function memberIds(): Promise<number[]> {
  const { members = [] } = await carl.request({ type: "members_get" });
  return (members as { user: { id: number } }[]).map(({ user }) => user.id);
}

test("the words of a claim are shown to nobody; wrong ones, another's and those of a passing name bind nothing", async () => {
  const phrase = await phraseFor(bob);
  expect(phrase).toMatch(/^koine-claim bob [a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
  says("koine-claim bob aaaa-bbbb-cccc");
  says(phrase.replace("bob", "carl"));
  // Another account says it.
  run.say(saying(`i${++id}`, "r1", text(phrase), { ...LASTING, sender: "u-eve" }));
  says("no claim");
  expect((await seen("no claim")).author).toMatchObject({ name: "bobby" });
  // Without an account anybody could have the name tomorrow; the code is used up.
  says(phrase, {});
  says(phrase);
  says("still nobody");
  expect((await seen("still nobody")).author).toMatchObject({ name: "bobby" });
});

test("a code is over after five wrong ones", async () => {
  const phrase = await phraseFor(bob);
  for (let i = 0; i < 5; i++) says(`koine-claim bob aaaa-bbbb-ccc${"abcde"[i]}`);
  says(phrase);
  says("not yet");
  expect((await seen("not yet")).author).toMatchObject({ name: "bobby" });
});

test("who says the code is shown as the person, before and from now on, once in the list, and is told of mentions", async () => {
  expect(await memberIds()).toContain(ghost);
  says(await phraseFor(bob));
  const changed = await called(carl, "bob");
  await carl.next(({ event }) => event?.type === "member_leave");
  const ids = await memberIds();
  expect(ids).toContain(changed.person_id ?? 0);
  expect(ids).not.toContain(ghost);
  const { identities } = await bob.request({ type: "identities_get" });
  expect(identities).toMatchObject([{ id: ghost, name: "bobby", handle: "u-bob@net" }]);
  expect((await carl.request({ type: "identities_get" })).identities ?? []).toEqual([]);
  says("it is me");
  const said = await seen("it is me");
  expect(said.author).toMatchObject({ id: ghost, name: "bob", handle: "u-bob@net", backend: "net" });
  const { messages } = await carl.request({ type: "history_get", room_id: town });
  const names = (messages as { content: string; author: { name: string } }[])
    .filter(({ content }) => content === "hello")
    .map(({ author }) => author.name);
  expect(names).toEqual(["bob"]);

  await carl.request({ type: "message_send", room_id: town, content: `well, <@${ghost}>` });
  const { pings = [] } = await bob.request({ type: "pings_get" });
  expect(JSON.stringify(pings)).toContain("well,");
  await created(ann);
  await run.answer({ type: "MessageID", value: "c1" });

  // A new name on either side.
  await bob.request({ type: "profile_update", name: "Robert" });
  await called(carl, "Robert");
  says("renamed there", { extra: { koine: { sender_name: "bobo", lasting: true } } });
  expect((await seen("renamed there")).author.name).toBe("Robert");
});

test("nobody gains a right by it: what comes from the network has the ghost's", async () => {
  await ann
    .request({ type: "role_create", name: "Loud", permissions: ["mention_everyone"] })
    .then(async ({ role }) => {
      const { members = [] } = await ann.request({ type: "members_get", prefix: "bob" });
      const [{ user } = { user: { id: 0 } }] = members as { user: { id: number } }[];
      await ann.request({ type: "role_assign", role_id: (role as { id: number }).id, user_id: user.id });
    });
  says("@everyone hear me");
  const said = (await seen("@everyone hear me")) as { mentions?: { everyone?: boolean } };
  expect(said.mentions?.everyone ?? false).toBe(false);
});

test("who blocks a person blocks who they are elsewhere, also who they are only later, until they unblock either", async () => {
  const named = async (handle: string): Promise<{ id: number }> => {
    const { members = [] } = await carl.request({ type: "members_get" });
    const all = (members as { user: { id: number; handle: string } }[]).map(({ user }) => user);
    return all.find((one) => one.handle === handle) ?? { id: 0 };
  };
  const user = await named("bob");
  const blockedBy = async (client: GatewayClient, event: object): Promise<readonly number[]> => {
    const { settings } = await client.request(event);
    return (settings as { blocked_ids?: number[] }).blocked_ids ?? [];
  };
  const both = [user.id, ghost].sort();
  const byPerson = await blockedBy(carl, { type: "user_block", user_id: user.id });
  expect([...byPerson].sort()).toEqual(both);
  expect(await blockedBy(carl, { type: "user_unblock", user_id: ghost })).toEqual([]);
  expect(await bob.request({ type: "user_block", user_id: ghost })).toMatchObject({ code: "invalid" });
  // Another account of bob's there: ann has blocked that, carl has blocked bob.
  run.say(saying(`i${++id}`, "r1", text("also me"), { ...LASTING, sender: "u-b2" }));
  const other = (await created(ann)).author.id;
  await blockedBy(carl, { type: "user_block", user_id: user.id });
  await blockedBy(ann, { type: "user_block", user_id: other });
  const phrase = await phraseFor(bob, other);
  run.say(saying(`i${++id}`, "r1", text(phrase), { ...LASTING, sender: "u-b2" }));
  const told = async (client: GatewayClient, one: number): Promise<void> => {
    const has = ({ event }: Packet): boolean =>
      (event?.settings as { blocked_ids?: number[] } | undefined)?.blocked_ids?.includes(one) === true;
    await client.next((packet) => packet.event?.type === "user_update" && has(packet));
  };
  await Promise.all([told(carl, other), told(ann, user.id)]);
  const { id: owner } = await named("ann");
  expect(await bob.request({ type: "dialog_open", user_id: owner })).toMatchObject({ code: "forbidden" });
  expect(await blockedBy(ann, { type: "user_unblock", user_id: user.id })).toEqual([]);
  expect(await blockedBy(carl, { type: "user_unblock", user_id: other })).toEqual([]);
});

test("whose it is, it is nobody else's; staff and oneself end it, and it is itself again", async () => {
  expect(await carl.request({ type: "identity_claim", user_id: ghost })).toMatchObject({
    code: "forbidden",
    message: "It is somebody already",
  });
  expect(await carl.request({ type: "identity_release", user_id: ghost })).toMatchObject({
    code: "forbidden",
  });
  await ann.request({ type: "identity_release", user_id: ghost });
  await called(carl, "bobby");
  await carl.next(({ event }) => event?.type === "member_join");
  expect(await memberIds()).toContain(ghost);
  says("myself");
  expect((await seen("myself")).author.name).toBe("bobby");
  const { entries = [] } = await ann.request({ type: "audit_get" });
  expect(JSON.stringify(entries)).toContain("identity_claim");
  expect(JSON.stringify(entries)).toContain("identity_release");
});

test("who is silenced here is not heard by way of there, and who is banned is nobody there", async () => {
  says(await phraseFor(carl));
  await called(ann, "carl");
  says("as carl");
  expect((await seen("as carl")).author.name).toBe("carl");
  const { members = [] } = await ann.request({ type: "members_get", prefix: "carl" });
  const [{ user } = { user: { id: 0 } }] = members as { user: { id: number } }[];
  await ann.request({ type: "timeout_set", user_id: user.id, until: Date.now() + 600_000, reason: "loud" });
  says("not heard");
  run.say(saying(`i${++id}`, "r1", text("eve here"), { ...LASTING, sender: "u-eve" }));
  await seen("eve here");
  await ann.request({ type: "ban_add", user_id: user.id, reason: "loud" });
  await called(ann, "bobby");
  says("as myself");
  expect((await seen("as myself")).author.name).toBe("bobby");
});
