/** `koine import originchats`: another server's community, with what was said in it. */

import { join } from "node:path";
import { fileBlobs } from "../blobs/files.ts";
import { createImages } from "../blobs/images.ts";
import { createUploads } from "../core/uploads.ts";
import { pictureAddress, pictureKey } from "../net/picture-addresses.ts";
import { createSecrets } from "../net/secrets.ts";
import { newPushKeys } from "../net/web-push.ts";
import { type CliCommand, requireWords } from "./command-line.ts";
import { jsonLog } from "./log.ts";
import { withOperator } from "./operator.ts";
import { carry } from "./takeover/carry.ts";
import { readServer } from "./takeover/store.ts";

export const takeOver: CliCommand = {
  name: "import originchats",
  usage: "FOLDER",
  summary: "take over the community of an OriginChats server",
  help: `
Reads the folder of an OriginChats server, which should be stopped, and takes over its accounts (people sign in
with their passwords as before), roles, bans, channels with their permissions, emojis, threads, messages with
their times, authors, files, polls with their votes, reactions and pins, what everybody has read, and webhooks, whose senders go on with their addresses. Works while this server runs, and on a new data folder. Who is owner
there owns this server where nobody does yet. Called again it takes what has come since; nothing comes twice.
What it could not take it lists, such as files whose time is over.

  koine import originchats /srv/originchats
`,
  async run(cli, called) {
    const [source = ""] = requireWords(called, 1, "the folder");
    const old = readServer(source);
    const { data, uploadLimits } = cli.config();
    const carried = await withOperator(
      cli,
      async (operator) => {
        const uploads = createUploads({
          node: operator,
          blobs: fileBlobs(join(data, "blobs")),
          images: createImages(),
          newKey: createSecrets().newToken,
          limits: uploadLimits,
          // As fast as it goes: the operator asked for it.
          limit: () => 0,
          now: cli.now,
          log: jsonLog(cli.err, cli.now),
        });
        const keys = await operator.ask(null, { type: "push_keys_take", input: newPushKeys() });
        const key = pictureKey(keys.privateKey);
        const proxied = (url: string): string => pictureAddress(key, url);
        return await carry(old, { operator, uploads, proxied, now: cli.now });
      },
      { makes: true },
    );
    const lines = (all: Readonly<Record<string, number>>): string =>
      Object.entries(all)
        .map(([what, many]) => `  ${many} ${what}\n`)
        .join("");
    const made = lines(carried.made);
    const left = lines(carried.left);
    const text = `${made === "" ? "Nothing new\n" : `Taken over\n${made}`}${left === "" ? "" : `Left behind\n${left}`}`;
    return { text, json: carried };
  },
};
