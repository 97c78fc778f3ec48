/** Bug class 13: a name in an archive or an export leads out of the data directory. */

import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { padding, tarHeader } from "../../src/backup/tar.ts";
import { askKoine, runKoine } from "../command-line.ts";
import { upload } from "../files-client.ts";
import { enter, register } from "../gateway-client.ts";
import { removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";

setDefaultTimeout(120_000);

afterAll(removeDirectories);

const OUTSIDE = ["../outside", "../../outside", "/tmp/koine-outside", "..\\outside", "blobs/../../outside"];

const made = (async () => {
  const koine = await startKoine();
  const { token } = await register(koine.url, "ann");
  const { client, ready } = await enter(koine.gateway, token);
  const file = await upload(koine.url, token, "some bytes", { name: "../../outside" });
  const room_id = ready.space.default_room_id;
  await client.request({ type: "message_send", room_id, content: "", attachment_ids: [file.id] });
  const place = temporaryDirectory();
  await askKoine(["export", join(place, "space")], { data: koine.directory });
  await askKoine(["backup", join(place, "backup")], { data: koine.directory });
  await koine.stop();
  return place;
})();

/** Nothing lies where the names lead to, seen from a directory. */
function nothingOutside(data: string): void {
  for (const name of OUTSIDE) expect(existsSync(name.startsWith("/") ? name : join(data, name))).toBe(false);
}

test.each(["hash", "thumbnail_hash", "key"])(
  "13: an export whose file has a path for its %s is refused",
  async (field) => {
    for (const name of OUTSIDE) {
      const copy = join(temporaryDirectory(), "space");
      cpSync(join(await made, "space"), copy, { recursive: true });
      const path = join(copy, "space.jsonl");
      const lines = readFileSync(path, "utf8").trimEnd().split("\n").slice(0, -1);
      const changed = lines.map((line) => {
        const said = JSON.parse(line) as { attachment?: object };
        if (said.attachment === undefined) return line;
        return JSON.stringify({ attachment: { ...said.attachment, [field]: name } });
      });
      expect(changed).not.toEqual(lines);
      const sha256 = createHash("sha256")
        .update(`${changed.join("\n")}\n`)
        .digest("hex");
      const end = JSON.stringify({ end: { rows: changed.length - 1, sha256 } });
      writeFileSync(path, `${[...changed, end].join("\n")}\n`);
      writeFileSync(join(copy, "outside"), "taken along");
      const data = join(temporaryDirectory(), "deep/data");
      const { code, err } = await runKoine(["import", copy], { data });
      expect(code).toBe(1);
      expect(err).toContain("The export is damaged: a file's");
      nothingOutside(data);
    }
  },
);

test("13: a file of an export that is a link is refused", async () => {
  const copy = join(temporaryDirectory(), "space");
  cpSync(join(await made, "space"), copy, { recursive: true });
  const hash = createHash("sha256").update("some bytes").digest("hex");
  const folder = join(copy, "blobs", hash.slice(0, 2), hash.slice(2, 4));
  cpSync(join(folder, hash), join(copy, "secret"));
  await Bun.file(join(folder, hash)).delete();
  symlinkSync(join(copy, "secret"), join(folder, hash));
  const { code, err } = await runKoine(["import", copy], { data: temporaryDirectory() });
  expect(code).toBe(1);
  expect(err).toContain("is no file");
});

test("13: what an archive names otherwise than we do is put nowhere", async () => {
  const backup = join(await made, "backup");
  const { blobs } = JSON.parse(readFileSync(join(backup, "manifest.json"), "utf8")) as {
    blobs: { hash: string }[];
  };
  const pieces = ["manifest.json", "koine.db", "signing-keys.json"];
  const hash = blobs[0]?.hash ?? "";
  pieces.push(`blobs/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`);
  const archive = join(temporaryDirectory(), "evil.tar");
  const parts: Buffer[] = [];
  const put = (name: string, bytes: Buffer) =>
    parts.push(tarHeader(name, bytes.length, 0), bytes, padding(bytes.length));
  for (const name of OUTSIDE) put(name, Buffer.from("taken along"));
  for (const name of pieces) put(name, readFileSync(join(backup, name)));
  writeFileSync(archive, Buffer.concat([...parts, Buffer.alloc(1024)]));
  const data = join(temporaryDirectory(), "deep/data");
  mkdirSync(data, { recursive: true });
  expect(await runKoine(["restore", archive], { data })).toMatchObject({ code: 0 });
  nothingOutside(data);
  nothingOutside(join(data, "restoring"));
});
