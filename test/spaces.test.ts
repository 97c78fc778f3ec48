/** Several spaces on one instance, over the wire (`docs/protocols/bonfire.md` section 3, "Spaces"). */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Account, connect, enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

let koine: Koine;
let ann: Account;
let bob: Account;
let eve: Account;

beforeAll(async () => {
  koine = await startKoine({ environment: { KOINE_LIMITS_SIGN_IN: "1000/1s" } });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  eve = await register(koine.url, "eve");
});

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

interface Space {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner_id: number;
  readonly default_room_id: number;
}

interface Room {
  readonly id: number;
  readonly name: string;
}

const gatewayOf = (slug: string): string => koine.gateway.replace("/gateway", `/s/${slug}/gateway`);

async function ok(client: GatewayClient, event: object) {
  const answer = await client.request(event);
  expect(answer).toMatchObject({ type: "ok" });
  return answer;
}

/** A space of ann's, and how one comes into it. */
async function makeSpace(client: GatewayClient, slug: string): Promise<{ space: Space; code: string }> {
  const { space } = await ok(client, { type: "space_create", name: `The ${slug}`, slug });
  const { client: inside } = await enter(gatewayOf(slug), ann.token);
  const { invite } = await ok(inside, { type: "invite_create" });
  await inside.close();
  return { space: space as Space, code: (invite as { code: string }).code };
}

/** The code and the reason with which a gateway ends a sign-in. */
async function refused(gateway: string, token: string) {
  const client = await connect(gateway);
  client.send({ token, client_type: 2, client_agent: "test" });
  return await client.closed;
}

test("a new space has its own room, roles and owner, and its maker hears of it in the other one", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { space } = await makeSpace(client, "chess");
  expect(space).toMatchObject({ slug: "chess", name: "The chess", owner_id: ann.user.id });
  expect(await client.event("space_join")).toMatchObject({ space: { id: space.id, slug: "chess" } });
  expect((await ok(client, { type: "spaces_get" })).spaces).toMatchObject([
    { slug: "home" },
    { slug: "chess" },
  ]);

  const { client: inside, ready } = await enter(gatewayOf("chess"), ann.token);
  expect(ready.space).toMatchObject({ id: space.id });
  expect(ready.rooms).toMatchObject([{ id: space.default_room_id, name: "general" }]);
  expect(ready.roles.map(({ name }) => name)).toEqual(["administrator", "moderator", "everyone"]);
  expect(ready.spaces).toMatchObject([{ slug: "home" }, { slug: "chess" }]);
  const { room } = await ok(inside, { type: "room_create", name: "openings" });
  await ok(inside, { type: "message_send", room_id: (room as Room).id, content: "e4" });
  // What is told in one space is not told in another.
  await ok(client, { type: "heartbeat" });
  expect(client.packets.filter(({ stream }) => stream === (room as Room).id || stream === space.id)).toEqual(
    [],
  );
  // A name that is taken in one space is free in another.
  await ok(client, { type: "room_create", name: "openings" });
  await Promise.all([client.close(), inside.close()]);
});

test("who is no member, and who names a space that is not there, hear the same", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { space } = await makeSpace(client, "garden");
  const [stranger, nowhere] = [
    await refused(gatewayOf("garden"), bob.token),
    await refused(gatewayOf("no-such"), bob.token),
  ];
  expect(stranger).toEqual(nowhere);
  const { client: outside } = await enter(koine.gateway, bob.token);
  const nothing = await outside.request({ type: "history_get", room_id: 77 });
  expect(nothing).toMatchObject({ type: "error", code: "not_found" });
  expect(await outside.request({ type: "history_get", room_id: space.default_room_id })).toEqual(nothing);
  expect(await outside.request({ type: "members_get", space_id: space.id })).toEqual(nothing);
  expect(await outside.request({ type: "space_leave", space_id: space.id })).toEqual(nothing);
  const get = (slug: string) =>
    fetch(`${koine.url}/s/${slug}/api/v1/members`, { headers: { Authorization: `Bearer ${bob.token}` } });
  const [hidden, absent] = [await get("garden"), await get("no-such")];
  expect([hidden.status, await hidden.text()]).toEqual([absent.status, await absent.text()]);
  expect(hidden.status).toBe(404);
  await Promise.all([client.close(), outside.close()]);
});

test("only who holds the permission makes spaces, and addresses are unique", async () => {
  const { client: plain } = await enter(koine.gateway, bob.token);
  const wish = { type: "space_create", name: "Mine", slug: "mine" };
  expect(await plain.request(wish)).toMatchObject({ type: "error", code: "forbidden" });
  const { client: owner, ready } = await enter(koine.gateway, ann.token);
  const everyone = ready.roles.find(({ position }) => position === 0);
  await ok(owner, {
    type: "role_update",
    role_id: everyone?.id,
    permissions: [...(everyone?.permissions ?? []), "create_space"],
  });
  await ok(plain, wish);
  expect(await plain.request(wish)).toMatchObject({ type: "error", code: "name_taken" });
  for (const slug of ["", "a", "Upper", "with space", "-edge", "edge-", "ä-b", "x".repeat(33)])
    expect(await plain.request({ ...wish, slug })).toMatchObject({ type: "error", code: "invalid" });
  await ok(owner, { type: "role_update", role_id: everyone?.id, permissions: everyone?.permissions });
  expect(await plain.request({ ...wish, slug: "mine-2" })).toMatchObject({ code: "forbidden" });
  await Promise.all([plain.close(), owner.close()]);
});

test("leaving, being removed and being banned are of one space", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { space, code } = await makeSpace(client, "music");
  const { client: home } = await enter(koine.gateway, bob.token);
  await ok(home, { type: "invite_use", code });
  expect(await home.event("space_join")).toMatchObject({ space: { slug: "music" } });
  const { client: inside } = await enter(gatewayOf("music"), bob.token);
  const { client: staff } = await enter(gatewayOf("music"), ann.token);
  await ok(staff, { type: "ban_add", user_id: bob.user.id, reason: "noise" });
  expect(await inside.closed).toMatchObject({ code: 4010 });
  // At home nothing ended, and the session there knows of it.
  expect(await home.event("space_leave")).toMatchObject({ space_id: space.id });
  await ok(home, { type: "heartbeat" });
  expect(await home.request({ type: "invite_use", code })).toMatchObject({ code: "banned" });

  const { client: other } = await enter(koine.gateway, eve.token);
  await ok(other, { type: "invite_use", code });
  await ok(other, { type: "space_leave", space_id: space.id });
  await ok(other, { type: "heartbeat" });
  expect(await staff.request({ type: "space_leave" })).toMatchObject({ code: "forbidden" });
  await Promise.all([client.close(), home.close(), staff.close(), other.close()]);
});

test("who is banned from the default space goes on in another", async () => {
  const dan = await register(koine.url, "dan");
  const { client } = await enter(koine.gateway, ann.token);
  const { code } = await makeSpace(client, "island");
  const { client: home } = await enter(koine.gateway, dan.token);
  await ok(home, { type: "invite_use", code });
  const { client: island } = await enter(gatewayOf("island"), dan.token);
  await ok(client, { type: "ban_add", user_id: dan.user.id });
  expect(await home.closed).toMatchObject({ code: 4010 });
  await ok(island, { type: "heartbeat" });
  expect(await refused(koine.gateway, dan.token)).toMatchObject({ code: 4010 });
  const again = await enter(gatewayOf("island"), dan.token);
  await Promise.all([client.close(), island.close(), again.client.close()]);
});

test("a dialog arrives in every space that its two are in", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { code } = await makeSpace(client, "tea");
  const { client: home } = await enter(koine.gateway, eve.token);
  await ok(home, { type: "invite_use", code });
  const { client: inside } = await enter(gatewayOf("tea"), eve.token);
  const { room } = await ok(client, { type: "dialog_open", user_id: eve.user.id });
  await ok(client, { type: "message_send", room_id: (room as Room).id, content: "psst" });
  for (const one of [home, inside])
    expect(await one.event("message_create")).toMatchObject({ message: { content: "psst" } });
  await Promise.all([client.close(), home.close(), inside.close()]);
});

test("a session is resumed in its own space and begins anew in another", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { space } = await makeSpace(client, "books");
  const { client: inside, ready } = await enter(gatewayOf("books"), ann.token);
  await inside.close();
  const resume = { resume_token: ready.resume_token, positions: ready.positions };
  const missed = { room_id: space.default_room_id, content: "meanwhile" };
  await ok(client, { type: "message_send", ...missed });
  const elsewhere = await connect(koine.gateway);
  elsewhere.send({ token: ann.token, client_type: 2, client_agent: "test", resume });
  expect(await elsewhere.event("ready")).toMatchObject({ resync: true, space: { slug: "home" } });
  const back = await connect(gatewayOf("books"));
  back.send({ token: ann.token, client_type: 2, client_agent: "test", resume });
  expect(await back.event("message_create")).toMatchObject({ message: { content: "meanwhile" } });
  await back.event("resumed");
  await Promise.all([client.close(), elsewhere.close(), back.close()]);
});

test("an account made with a space's invite is a member there", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  const { code } = await makeSpace(client, "newcomers");
  const response = await fetch(`${koine.url}/api/v1/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle: "fay", password: "correct horse", invite: code }),
  });
  const { token } = (await response.json()) as Account;
  const { client: inside, ready } = await enter(gatewayOf("newcomers"), token);
  expect(ready.spaces).toMatchObject([{ slug: "newcomers" }]);
  await Promise.all([client.close(), inside.close()]);
});

test("name, address and default room can be changed, and the old address leads nowhere", async () => {
  const { client } = await enter(koine.gateway, ann.token);
  await makeSpace(client, "before");
  const { client: inside } = await enter(gatewayOf("before"), ann.token);
  const { room } = await ok(inside, { type: "room_create", name: "lobby" });
  const { room: category } = await ok(inside, { type: "room_create", name: "things", kind: "category" });
  const wrong = { type: "space_update", default_room_id: (category as Room).id };
  expect(await inside.request(wrong)).toMatchObject({ code: "invalid" });
  const changed = { slug: "after", default_room_id: (room as Room).id };
  await ok(inside, { type: "space_update", ...changed });
  expect(await inside.event("server_update")).toMatchObject({ space: changed });
  const { client: moved, ready } = await enter(gatewayOf("after"), ann.token);
  expect(ready.space).toMatchObject(changed);
  expect(await refused(gatewayOf("before"), ann.token)).toMatchObject({ code: 4000 });
  await Promise.all([client.close(), inside.close(), moved.close()]);
});
