/** Certificates from files, and their change under open connections. Needs the Debian package openssl. */

import { afterAll, expect, test } from "bun:test";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { enter, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "./koine.ts";
import { enterOrigin } from "./originchats-client.ts";

const hasTool = Bun.which("openssl") !== null;
const inCi = (process.env.CI ?? "") !== "";
const directory = temporaryDirectory();
const files = { cert: join(directory, "cert.pem"), key: join(directory, "key.pem") };

// The certificates are nobody's whom this machine knows.
const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";

afterAll(() => {
  if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  removeDirectories();
});

/** Make a certificate of that name. */
function make(name: string): { cert: string; key: string } {
  const made = { cert: join(directory, `${name}-cert.pem`), key: join(directory, `${name}-key.pem`) };
  const { exitCode, stderr } = Bun.spawnSync([
    ..."openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
    ...["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-keyout", made.key, "-out", made.cert],
  ]);
  if (exitCode !== 0) throw new Error(stderr.toString());
  return made;
}

function install({ cert, key }: { cert: string; key: string }): void {
  copyFileSync(cert, files.cert);
  copyFileSync(key, files.key);
}

/** The name in the certificate that a new connection is shown. */
function shownBy({ url }: Koine): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), rejectUnauthorized: false });
    socket.on("secureConnect", () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

test.skipIf(hasTool || !inCi)("openssl is there", () => {
  throw new Error("Install the Debian package openssl: TLS is unproven");
});

test.skipIf(!hasTool)(
  "a changed certificate is shown to new connections; old ones live on; a broken one is not taken",
  async () => {
    const [first, second] = [make("first"), make("second")];
    install(first);
    const koine = await startKoine({
      environment: {
        KOINE_TLS_CERTIFICATE: files.cert,
        KOINE_TLS_KEY: files.key,
        KOINE_TLS_CHECK_INTERVAL: "20 ms",
      },
    });
    expect(koine.url).toStartWith("https://");
    expect(await shownBy(koine)).toBe("first");
    const { token } = await register(koine.url, "ann");
    const old = await enter(koine.gateway, token);
    // The web client of OriginChats names the host alone, and speaks TLS only.
    const origin = await enterOrigin(koine.url, "ann", "/");
    expect(await origin.ask({ cmd: "ping" })).toMatchObject({ cmd: "pong" });
    origin.close();

    // The certificate alone does not fit the key that is still there.
    copyFileSync(second.cert, files.cert);
    const refused = await koine.logged(({ message }) => String(message).includes("cannot be used"));
    expect(refused).toMatchObject({ level: "error" });
    expect(await shownBy(koine)).toBe("first");
    writeFileSync(files.key, "no key");
    await koine.logged(({ message }) => String(message).includes("cannot be used"));
    expect(await shownBy(koine)).toBe("first");

    install(second);
    await koine.logged(({ message }) => message === "a new certificate is used");
    expect(await shownBy(koine)).toBe("second");
    // What is sent goes to all, whichever certificate they were shown.
    const young = await enter(koine.gateway, token);
    const room_id = old.ready.space.default_room_id;
    for (const [from, content] of [
      [old, "from the old one"],
      [young, "from the young one"],
    ] as const) {
      expect(await from.client.request({ type: "message_send", room_id, content })).toMatchObject({
        type: "ok",
      });
      for (const { client } of [old, young]) {
        expect(await client.event("message_create")).toMatchObject({ message: { content } });
      }
    }
    expect(await koine.stop()).toBe(0);
  },
);

test.skipIf(!hasTool)("one file without the other does not start", async () => {
  const start = startKoine({ environment: { KOINE_TLS_CERTIFICATE: files.cert } });
  await expect(start).rejects.toThrow("[tls] needs both");
});
