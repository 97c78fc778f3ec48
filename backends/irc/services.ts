/** For tests: the services of an IRC network, with whom one signs in: Atheme, linked to InspIRCd on the loopback. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type IrcServer, type IrcUser, ircUser, spawn } from "./fixture.ts";

const MODULES = [
  ...["protocol/inspircd", "backend/opensex", "crypto/pbkdf2v2"],
  ...["nickserv/main", "nickserv/register", "nickserv/identify", "nickserv/cert"],
  ...["saslserv/main", "saslserv/plain", "saslserv/external"],
];

export interface Services {
  /** An account, and somebody who is signed in to it. */
  register(account: string, password: string): Promise<IrcUser>;
  /** Who has the certificate may sign in to the account that the user is signed in to; its SHA-256 in hex digits. */
  certify(user: IrcUser, fingerprint: string): Promise<void>;
  remove(): Promise<void>;
}

/** Resolves when one can sign in at the server. */
export async function startServices(server: IrcServer): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), "koine-atheme-"));
  const person = (nick: string) =>
    `nick = "${nick}"; user = "${nick}"; host = "services.test"; real = "${nick}";`;
  writeFileSync(
    join(folder, "services.conf"),
    `${MODULES.map((name) => `loadmodule "modules/${name}";`).join("\n")}
serverinfo {
  name = "services.test"; desc = "services"; numeric = "00A"; recontime = 1; netname = "InspNet"; auth = none;
  adminname = "a"; adminemail = "a@example.org"; registeremail = "a@example.org"; casemapping = rfc1459;
};
uplink "insp.test" {
  host = "127.0.0.1"; port = ${server.linkPort}; send_password = "between"; receive_password = "between";
};
nickserv { ${person("NickServ")} maxnicks = 5; };
saslserv { ${person("SaslServ")} };
general { };
`,
  );
  const at = (name: string): string => join(folder, name);
  const files = ["-c", at("services.conf"), "-D", folder, "-l", at("services.log"), "-p", at("services.pid")];
  const child = spawn(["atheme-services", "-n", ...files], folder);
  await comesIn(server);

  const tell = async (user: IrcUser, words: string, answer: RegExp): Promise<void> => {
    user.write(`PRIVMSG NickServ@services.test :${words}`);
    await user.line(answer);
  };
  return {
    async register(account, password) {
      const user = await ircUser(server.port, account);
      await tell(user, `REGISTER ${password} ${account}@example.org`, / 900 /);
      return user;
    },
    certify: (user, fingerprint) => tell(user, `CERT ADD ${fingerprint}`, /NOTICE .*fingerprint/i),
    async remove() {
      child.kill("SIGKILL");
      await child.exited;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Waits for the services: the server offers signing in when they are there, and tells who asked before. */
async function comesIn(server: IrcServer): Promise<void> {
  const user = await ircUser(server.port, "waiting");
  user.write("CAP LS 302");
  const offer = await user.line(/ CAP \S+ (?:LS|NEW) /);
  if (!/\bsasl\b/.test(offer)) await user.line(/ CAP \S+ NEW .*\bsasl\b/);
  user.close();
}
