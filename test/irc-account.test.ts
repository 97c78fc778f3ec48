/** Signing in on an IRC network, with real services: the account is taken, refused, or stands behind a certificate. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IrcServer, type IrcUser, inspircd } from "../backends/irc/fixture.ts";
import { type Services, startServices } from "../backends/irc/services.ts";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, type LogLine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";

const isHere = Bun.which("inspircd") !== null && Bun.which("atheme-services") !== null;
const WRONG = "not-the-password";
const RIGHT = "open-sesame";
let server: IrcServer;
let services: Services;
/** Signed in to the account. */
let owner: IrcUser;
let koine: Koine;
let ann: GatewayClient;

beforeAll(async () => {
  if (!isHere) return;
  server = await inspircd();
  await server.start();
  services = await startServices(server);
  owner = await services.register("relay", RIGHT);
  const { fingerprint256 } = new X509Certificate(readFileSync(server.certificate));
  await services.certify(owner, fingerprint256.replaceAll(":", "").toLowerCase());
  await owner.join("#room");

  const main = join(import.meta.dir, "../backends/irc/main.ts");
  const table = (name: string, place: readonly string[], env: Readonly<Record<string, string>>): string => {
    const args = [main, "--nick", name, "--channel", "#room", ...place];
    const lines = Object.entries(env).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    const cmd = `cmd = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify(args)}`;
    return `[backends.${name}]\n${cmd}\ninit-time = "60 s"\n[backends.${name}.env]\n${lines.join("\n")}\n`;
  };
  const plain = ["--server", "127.0.0.1", "--port", String(server.port), "--no-tls"];
  const tls = ["--server", "localhost", "--port", String(server.tlsPort)];
  const keys = {
    IRC_CERTIFICATE: server.certificate,
    IRC_KEY: join(server.folder, "key.pem"),
    NODE_EXTRA_CA_CERTS: server.certificate,
  };
  const file = join(temporaryDirectory(), "koine.toml");
  writeFileSync(
    file,
    [
      table("good", plain, { IRC_SASL_ACCOUNT: "relay", IRC_SASL_PASSWORD: RIGHT }),
      table("bad", plain, { IRC_SASL_ACCOUNT: "relay", IRC_SASL_PASSWORD: WRONG }),
      table("sealed", tls, keys),
    ].join(""),
  );
  koine = await startKoine({ options: ["--config", file] });
  ann = (await enter(koine.gateway, (await register(koine.url, "ann")).token)).client;
});

afterAll(async () => {
  if (!isHere) return;
  await koine.stop();
  await services.remove();
  await server.remove();
  removeDirectories();
});

/** The account that somebody is signed in to, as the network says it. */
async function accountOf(nick: string): Promise<string | undefined> {
  await owner.line(new RegExp(`:${nick}!\\S+ JOIN`));
  owner.write(`WHOIS ${nick}`);
  return / 330 \S+ \S+ (\S+) /.exec(await owner.line(new RegExp(` (?:330|318) \\S+ ${nick} `)))?.[1];
}

test.skipIf(!isHere)(
  "with its password and with its certificate the backend is signed in to its account",
  async () => {
    expect(await accountOf("good")).toBe("relay");
    expect(await accountOf("sealed")).toBe("relay");
  },
);

test.skipIf(!isHere)(
  "a password that is not taken: the staff sees why, the attempts grow rare, and it is in no log",
  async () => {
    const told = await ann.next(
      ({ event }) => event?.type === "backend_update" && event.name === "bad" && event.state === "failing",
    );
    expect(told.event?.text).toMatch(/does not take the account relay: SASL authentication failed/);
    const pause = async (): Promise<number> => {
      const isOfIt = ({ message, backend }: LogLine): boolean =>
        backend === "bad" && message === "the backend failed and is started again";
      return Number((await koine.logged(isOfIt)).pause);
    };
    expect([await pause(), await pause(), await pause()]).toEqual([100, 200, 400]);
    const log = koine.lines.join("\n");
    for (const secret of [RIGHT, WRONG].flatMap((word) => [word, btoa(`relay\0relay\0${word}`)]))
      expect(log).not.toContain(secret);
    // It was never on the network, and nothing of it stands here.
    expect(owner.lines.filter((line) => line.includes(":bad!"))).toEqual([]);
  },
);
