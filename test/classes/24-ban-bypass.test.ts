/** Bug class 24: a ban, a timeout or a removal is got round. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, type Person, refusedWith } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner", Person>> };

beforeAll(async () => {
  town = await found("owner");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

const login = (handle: string) =>
  fetch(`${town.koine.url}/api/v1/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle, password: "correct horse" }),
  });

test("class 24: a banned account is shut out of every door, until the ban is lifted", async () => {
  const { owner } = town.people;
  const eve = await town.come("eve");
  await ask(owner.client, { type: "ban_add", user_id: eve.user.id, reason: "spam" });
  expect((await eve.client.closed).code).toBe(4010);
  const { resume_token, positions } = eve.ready;
  expect(await refusedWith(town.koine.gateway, eve.token)).toBe(4010);
  expect(await refusedWith(town.koine.gateway, eve.token, { resume_token, positions })).toBe(4010);
  const answer = await login("eve");
  expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
    403,
    "banned",
  ]);
  // A wrong password does not tell of the ban.
  const wrong = await fetch(`${town.koine.url}/api/v1/login`, {
    method: "POST",
    body: JSON.stringify({ handle: "eve", password: "wrong horse" }),
  });
  expect(wrong.status).toBe(401);
  const call = await fetch(`${town.koine.url}/api/v1/rooms/${town.room}/messages`, {
    method: "POST",
    headers: { Authorization: `Bearer ${eve.token}` },
    body: JSON.stringify({ content: "still here" }),
  });
  expect(call.status).toBe(403);

  await ask(owner.client, { type: "ban_remove", user_id: eve.user.id });
  expect((await login("eve")).status).toBe(200);
  const { client } = await town.again(eve);
  await client.close();
});

test("class 24: a bot does not stay when its owner is banned", async () => {
  const { owner } = town.people;
  const mal = await town.come("mal");
  const made = await fetch(`${town.koine.url}/api/v1/bots`, {
    method: "POST",
    headers: { Authorization: `Bearer ${mal.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ handle: "malbot", name: "malbot" }),
  });
  const { token } = (await made.json()) as { token: string };
  const bot = await town.again({ ...mal, token });
  await ask(owner.client, { type: "ban_add", user_id: mal.user.id });
  expect((await bot.client.closed).code).toBe(4010);
  expect(await refusedWith(town.koine.gateway, token)).toBe(4010);
});

test("class 24: leaving and coming back ends no timeout and brings no role", async () => {
  const { owner } = town.people;
  const tim = await town.come("tim");
  const { role } = await ask(owner.client, { type: "role_create", name: "trusted" });
  await ask(owner.client, {
    type: "role_assign",
    user_id: tim.user.id,
    role_id: (role as { id: number }).id,
  });
  await ask(owner.client, { type: "timeout_set", user_id: tim.user.id, until: Date.now() + 3_600_000 });
  const send = { type: "message_send", room_id: town.room, content: "psst" };
  expect(await codeOf(tim.client, send)).toBe("forbidden");
  await ask(tim.client, { type: "space_leave" });
  await tim.client.closed;
  const { client, ready } = await town.again(tim);
  expect(await codeOf(client, send)).toBe("forbidden");
  const [self] = (ready as unknown as { members: { role_ids?: number[] }[] }).members;
  expect(self?.role_ids ?? []).toEqual([]);
  await ask(owner.client, { type: "timeout_set", user_id: tim.user.id, until: 0 });
  expect(await codeOf(client, send)).toBe("ok");
  await client.close();
});
