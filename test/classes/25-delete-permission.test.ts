/** Bug class 25: the right to delete is confused between author, moderator and room. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { ask, type Community, codeOf, found, makeRoom, type Person, roleOf } from "../community.ts";
import { removeDirectories } from "../koine.ts";

let town: Community & { readonly people: Readonly<Record<"owner" | "ann" | "bob", Person>> };

beforeAll(async () => {
  town = await found("owner", "ann", "bob");
}, 60_000);

afterAll(async () => {
  await town.koine.stop();
  removeDirectories();
});

async function write(person: Person, room: number): Promise<number> {
  const { message } = await ask(person.client, { type: "message_send", room_id: room, content: "words" });
  return (message as { id: number }).id;
}

test("class 25: a right over one room's messages is none over another's, nor over the room", async () => {
  const { owner, ann, bob } = town.people;
  const here = await makeRoom(owner.client, "here");
  const there = await makeRoom(owner.client, "there");
  await ask(owner.client, {
    type: "permission_override_set",
    room_id: here,
    user_id: ann.user.id,
    allow: ["delete_any"],
  });
  const [inHere, inThere] = [await write(bob, here), await write(bob, there)];
  const remove = (message: number) => codeOf(ann.client, { type: "message_delete", message_id: message });
  expect(await remove(inThere)).toBe("forbidden");
  // Naming the room where one may does not help for messages of another.
  const both = { type: "messages_delete", room_id: here, message_ids: [inHere, inThere] };
  expect(await codeOf(ann.client, both)).toBe("not_found");
  const { messages } = await ask(ann.client, { type: "history_get", room_id: here });
  expect((messages as { id: number }[]).map(({ id }) => id)).toContain(inHere);
  expect(await remove(inHere)).toBe("ok");
  expect(await codeOf(ann.client, { type: "room_delete", room_id: here })).toBe("forbidden");
  // To delete is not to edit.
  const another = await write(bob, here);
  const edit = { type: "message_edit", message_id: another, content: "other words" };
  expect(await codeOf(ann.client, edit)).toBe("forbidden");
});

test("class 25: authorship alone does not delete where that is denied, nor where one sees no more", async () => {
  const { owner, ann, bob } = town.people;
  const room = await makeRoom(owner.client, "records");
  const message = await write(bob, room);
  const everyone = {
    type: "permission_override_set",
    room_id: room,
    role_id: roleOf(owner.ready, "everyone"),
  };
  const remove = () => codeOf(bob.client, { type: "message_delete", message_id: message });
  await ask(owner.client, { ...everyone, deny: ["delete_own"] });
  expect(await remove()).toBe("forbidden");
  await ask(owner.client, { ...everyone, deny: ["view"] });
  expect(await remove()).toBe("not_found");
  await ask(owner.client, everyone);
  expect(await codeOf(ann.client, { type: "message_delete", message_id: message })).toBe("forbidden");
  expect(await remove()).toBe("ok");
});
