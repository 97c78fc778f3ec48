import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Attachment, eventually, isOnDisk, upload } from "./files-client.ts";
import { type Account, connect, enter, type GatewayClient, type Ready, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { png } from "./pictures.ts";

interface Message {
  readonly id: number;
  readonly content?: string;
  readonly attachments?: readonly Attachment[];
}

let koine: Koine;
let ann: Account;
let bob: Account;
let annClient: GatewayClient;
let bobClient: GatewayClient;
let room: number;
let ready: Ready;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "1000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
  });
  ann = await register(koine.url, "ann");
  bob = await register(koine.url, "bob");
  ({ client: annClient, ready } = await enter(koine.gateway, ann.token));
  ({ client: bobClient } = await enter(koine.gateway, bob.token));
  room = ready.space.default_room_id;
});

afterAll(async () => {
  await annClient.close();
  await bobClient.close();
  await koine.stop();
  removeDirectories();
});

const file = (text: string, name = "a.txt") => upload(koine.url, ann.token, text, { name });

const send = (client: GatewayClient, ids: readonly number[], content = "") =>
  client.request({ type: "message_send", room_id: room, content, attachment_ids: ids });

const statusOf = async (path: string) => {
  const response = await fetch(koine.url + path);
  await response.body?.cancel();
  return response.status;
};

test("files are told with their message: to the sender, the others, in the history and after a resume", async () => {
  const away = await enter(koine.gateway, bob.token);
  await away.client.close();
  const picture = await upload(koine.url, ann.token, png(500, 20), {
    name: "wide.png",
    description: "colours",
    spoiler: "true",
  });
  const letter = await file("Dear Bob");
  const answer = (await send(annClient, [letter.id, picture.id])) as unknown as { message: Message };
  expect(answer.message.content ?? "").toBe("");
  const sent = answer.message.attachments ?? [];
  expect(sent).toEqual([letter, picture]);
  expect(sent[1]).toMatchObject({ width: 500, height: 20, description: "colours", spoiler: true });
  const event = (await bobClient.event("message_create")) as unknown as { message: Message };
  expect(event.message.attachments).toEqual(sent);
  const page = await bobClient.request({ type: "history_get", room_id: room });
  expect((page.messages as Message[]).at(-1)?.attachments).toEqual(sent);
  const back = await enterAgain(away.ready);
  const missed = (await back.event("message_create")) as unknown as { message: Message };
  expect(missed.message.attachments).toEqual(sent);
  await back.close();
});

async function enterAgain({ resume_token, positions }: Ready): Promise<GatewayClient> {
  const client = await connect(koine.gateway);
  await client.next((packet) => packet.version !== undefined);
  client.send({
    token: bob.token,
    client_type: 2,
    client_agent: "test",
    resume: { resume_token, positions },
  });
  return client;
}

test("a message without text needs a file, and one with a file may lose its text", async () => {
  expect(await send(annClient, [])).toMatchObject({ type: "error", code: "invalid" });
  const { id } = await file("Dear Bob");
  const { message } = (await send(annClient, [id], "look")) as unknown as { message: Message };
  const edited = await annClient.request({ type: "message_edit", message_id: message.id, content: "" });
  expect(edited).toMatchObject({ type: "ok", message: { attachments: [{ id }] } });
});

test("a deleted message's files are gone: the address, the thumbnail and the bytes on the disk", async () => {
  const secret = `a secret ${crypto.randomUUID()}`;
  const letter = await file(secret);
  const picture = await upload(koine.url, ann.token, png(900, 30), { name: "a.png" });
  const addresses = [letter.url, picture.url, String(picture.thumbnail_url)];
  const { message } = (await send(annClient, [letter.id, picture.id])) as unknown as { message: Message };
  for (const address of addresses) expect(await statusOf(address)).toBe(200);
  const bytes = new Uint8Array(await (await fetch(koine.url + picture.url)).arrayBuffer());
  expect(isOnDisk(koine.directory, secret)).toBe(true);
  expect(isOnDisk(koine.directory, bytes)).toBe(true);
  await annClient.request({ type: "message_delete", message_id: message.id });
  for (const address of addresses) expect(await statusOf(address)).toBe(404);
  await eventually(() => !isOnDisk(koine.directory, secret) && !isOnDisk(koine.directory, bytes));
});

test("a forwarded message has files of its own, which outlive the first's", async () => {
  const text = `forwarded ${crypto.randomUUID()}`;
  const first = (await send(annClient, [(await file(text)).id])) as unknown as { message: Message };
  const forward = { type: "message_forward", message_id: first.message.id, room_id: room };
  const copy = (await bobClient.request(forward)) as unknown as { message: Message };
  const [from, to] = [first.message.attachments?.[0], copy.message.attachments?.[0]];
  expect(to).toMatchObject({ name: "a.txt", size: text.length });
  expect(to?.url).not.toBe(String(from?.url));
  await annClient.request({ type: "message_delete", message_id: first.message.id });
  expect(await statusOf(String(from?.url))).toBe(404);
  expect(await (await fetch(koine.url + String(to?.url))).text()).toBe(text);
  await bobClient.request({ type: "message_delete", message_id: copy.message.id });
  await eventually(() => !isOnDisk(koine.directory, text));
});

test("bytes that another message has as well stay", async () => {
  const text = `shared ${crypto.randomUUID()}`;
  const [one, two] = [await file(text), await file(text)];
  const first = (await send(annClient, [one.id])) as unknown as { message: Message };
  const second = (await send(annClient, [two.id])) as unknown as { message: Message };
  await annClient.request({ type: "message_delete", message_id: first.message.id });
  const gone = await file(`other ${text}`);
  const third = (await send(annClient, [gone.id])) as unknown as { message: Message };
  await annClient.request({ type: "message_delete", message_id: third.message.id });
  // When the later one's bytes are gone, the earlier deletion was dealt with too.
  await eventually(() => !isOnDisk(koine.directory, `other ${text}`));
  expect(await statusOf(one.url)).toBe(404);
  expect(await (await fetch(koine.url + two.url)).text()).toBe(text);
  await annClient.request({ type: "message_delete", message_id: second.message.id });
  await eventually(() => !isOnDisk(koine.directory, text));
});

test("class 3: a file of somebody else, used already or not there is one answer", async () => {
  const mine = await file("mine");
  const used = await file("used");
  await send(annClient, [used.id]);
  const refusals = [
    await send(bobClient, [mine.id], "theirs"),
    await send(bobClient, [used.id], "theirs"),
    await send(annClient, [used.id], "again"),
    await send(annClient, [mine.id + 1], "invented"),
  ];
  for (const refusal of refusals) expect(JSON.stringify(refusal)).toBe(JSON.stringify(refusals[3]));
  expect(refusals[3]).toMatchObject({ type: "error", code: "not_found" });
  // Nothing was taken by a send that was refused.
  expect(await send(annClient, [mine.id])).toMatchObject({ type: "ok" });
});

test("a message has at most 10 files, each once", async () => {
  const { id } = await file("one");
  const many = Array.from({ length: 11 }, (_, i) => id + i);
  expect(await send(annClient, many)).toMatchObject({ type: "error", code: "invalid" });
  expect(await send(annClient, [id, id])).toMatchObject({ type: "error", code: "invalid" });
});

test("a message that is sent again with its nonce has its files, and takes none anew", async () => {
  const { id } = await file("once");
  const event = { type: "message_send", room_id: room, content: "", nonce: "once", attachment_ids: [id] };
  const first = await annClient.request(event);
  expect(first).toMatchObject({ type: "ok", message: { attachments: [{ id }] } });
  expect(await annClient.request(event)).toEqual(first);
});
