import { beforeEach, expect, test } from "bun:test";
import type { Tx } from "../../core/tx/tx.ts";
import { PlannedDatabase } from "./planned.ts";
import { migrate } from "./schema.ts";
import { txSource } from "./tx.ts";

let db: PlannedDatabase;
let tx: Tx;
let ids: number;

const OWNER = 7;

beforeEach(() => {
  db = new PlannedDatabase(":memory:", { strict: true });
  ids = 1_000;
  migrate(db, { now: 0, newId: () => ids++, randomText: () => "epoch" });
  tx = txSource(db, () => ids++)(5_000);
});

async function add(hash: string, size = 10, created = 0): Promise<number> {
  const id = ids++;
  await tx.insertAttachment({
    id,
    owner: OWNER,
    key: `key ${id}`,
    hash,
    size,
    name: "a",
    mediaType: "image/png",
    width: 1,
    height: 1,
    animated: false,
    thumbnail: `small ${id}`,
    thumbnailHash: `small ${hash}`,
    description: "",
    spoiler: false,
    created,
  });
  return id;
}

test("bytes are loose when a row lets go of them, and unused when no row has them", async () => {
  const [one] = [await add("a"), await add("a"), await add("b")];
  await tx.useAttachment(one, "avatar", OWNER, 0);
  expect(await tx.storageOf(OWNER)).toEqual({ user: 30, instance: 30, uploads: 0 });
  await tx.dropUses("avatar", OWNER);
  expect((await tx.looseBlobs(10)).toSorted()).toEqual(["a", "small a"]);
  expect(await tx.unusedBlobs(["a", "small a", "b", "c"])).toEqual(["c"]);
  expect(await tx.storageOf(OWNER)).toEqual({ user: 20, instance: 20, uploads: 0 });
  await tx.forgetLoose(["a", "small a"]);
  expect(await tx.looseBlobs(10)).toEqual([]);
});

test("a message's files go with it, whichever way it goes", async () => {
  const insert = db.prepare(
    `insert into message (id, room, n, kind, author, text, created) values (?, 1, ?, 'text', 7, '', 0)`,
  );
  for (const [n, message] of [50, 51, 52].entries()) {
    insert.run(message, n);
    await tx.useAttachment(await add(`of ${message}`), "message", message, 0);
  }
  db.run("update message set deleted = 1 where id = 50");
  db.run("delete from message where id = 51");
  expect(await tx.unusedBlobs(["of 50", "of 51", "of 52"])).toEqual(["of 50", "of 51"]);
});

test("what nothing uses, and uploads, end after their time; what is used stays", async () => {
  const old = await add("old", 10, 1_000);
  const used = await add("used", 10, 1_000);
  await add("young", 10, 3_000);
  await tx.useAttachment(used, "avatar", OWNER, 0);
  const upload = { owner: OWNER, size: 5, offset: 0, name: "", description: "", spoiler: false };
  await tx.insertUpload({ ...upload, id: 60, created: 1_000, attachment: null });
  await tx.insertUpload({ ...upload, id: 61, created: 3_000, attachment: null });
  expect(await tx.storageOf(OWNER)).toEqual({ user: 40, instance: 40, uploads: 2 });
  await tx.expireUploads(2_000);
  expect(await tx.unusedBlobs(["old", "used", "young"])).toEqual(["old"]);
  expect(await tx.attachmentById(old)).toBeNull();
  expect(await tx.knownUploads([60, 61])).toEqual([61]);
});

test("an account that ends leaves the files of its messages, no others", async () => {
  const [avatar, unused, said] = [await add("avatar"), await add("unused"), await add("said")];
  db.run(`insert into user (id, handle, name, bot, created) values (${OWNER}, 'ann', 'ann', 0, 0)`);
  await tx.useAttachment(avatar, "avatar", OWNER, 0);
  await tx.useAttachment(said, "message", 50, 0);
  db.run(`update user set deleted = 1 where id = ${OWNER}`);
  expect(await tx.attachmentById(unused)).toBeNull();
  expect(await tx.unusedBlobs(["avatar", "unused", "said"])).toEqual(["avatar", "unused"]);
});

test("another address opens the file, the old one and the thumbnail's nothing", async () => {
  const id = await add("a");
  await tx.rekeyAttachment(id, "new");
  expect(await tx.servedFile("new")).toMatchObject({ hash: "a", at: "files" });
  expect(await tx.servedFile(`key ${id}`)).toBeNull();
  expect(await tx.servedFile(`small ${id}`)).toBeNull();
  expect(await tx.looseBlobs(10)).toEqual(["small a"]);
});
