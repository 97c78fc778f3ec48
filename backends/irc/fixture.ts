/** For tests: real IRC servers, each in a folder and on a port of its own, and somebody who is on them. */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server that is killed and started again on the same port. */
export interface IrcServer {
  readonly port: number;
  readonly tlsPort: number;
  /** Where other servers of its network link themselves to it; not with ngIRCd. */
  readonly linkPort: number;
  /** The certificate that it shows, which is its own authority. */
  readonly certificate: string;
  readonly folder: string;
  start(): Promise<void>;
  /** At once, as a crash would. */
  kill(): Promise<void>;
  /** It reads and answers no more, and its connections stay. */
  pause(): void;
  /** Kill it and take its folder away. */
  remove(): Promise<void>;
}

const MODULES = [
  ...[
    "cap",
    "ircv3",
    "ircv3_capnotify",
    "ircv3_batch",
    "ircv3_ctctags",
    "ircv3_echomessage",
    "ircv3_labeledresponse",
  ],
  ...[
    "ircv3_msgid",
    "ircv3_servertime",
    "ircv3_accounttag",
    "ircv3_chghost",
    "chanhistory",
    "ssl_gnutls",
    "sslinfo",
    "spanningtree",
    "services_account",
    "sasl",
  ],
];

/** Where the services come in, when there are any (`services.ts`): until then nobody can sign in. */
const SERVICES = `
<sasl target="services.test" requiressl="no">
<uline server="services.test" silent="yes">
<link name="services.test" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.1" sendpass="between" recvpass="between">`;

/**
 * InspIRCd with echo-message, labeled-response, message ids and, in channels of mode H, a history. One with a hub links
 * itself to it, when that one runs, to one network.
 */
export function inspircd(hub: IrcServer | null = null): Promise<IrcServer> {
  const name = hub === null ? "insp.test" : "leaf.test";
  const other = hub === null ? "leaf.test" : "insp.test";
  const password = `sendpass="between" recvpass="between"`;
  const links = (linkPort: number) =>
    hub === null
      ? `<bind address="127.0.0.1" port="${linkPort}" type="servers">
<link name="${other}" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.1" ${password}>`
      : `<link name="${other}" ipaddr="127.0.0.1" port="${hub.linkPort}" ${password} timeout="10">
<autoconnect period="1" server="${other}">`;
  return prepare("inspircd", ({ folder, port, tlsPort, linkPort }) => ({
    command: ["inspircd", "--nofork", "--runasroot", "--nopid", `--config=${folder}/server.conf`],
    config: `
<server name="${name}" description="test" network="InspNet">
<admin name="a" nick="a" email="a@example.org">
<bind address="127.0.0.1" port="${port}" type="clients">
<bind address="127.0.0.1" port="${tlsPort}" type="clients" sslprofile="tls">
<sslprofile name="tls" provider="gnutls" hash="sha256" certfile="${folder}/cert.pem" keyfile="${folder}/key.pem">
<path configdir="${folder}" datadir="${folder}" logdir="${folder}" runtimedir="${folder}">
<connect allow="*" timeout="10" threshold="1000" commandrate="100000" fakelag="no" pingfreq="60"
  hardsendq="1M" softsendq="100K" recvq="64K" localmax="100" globalmax="100" resolvehostnames="no">
<log method="file" type="*" level="default" target="server.log">
<chanhistory maxlines="5000" prefixmsg="no">
${MODULES.map((module) => `<module name="${module}">`).join("\n")}
${links(linkPort)}
${SERVICES}
`,
  }));
}

/** ngIRCd: no echo, no ids, no times, no history. */
export function ngircd(): Promise<IrcServer> {
  return prepare("ngircd", ({ folder, port, tlsPort }) => ({
    command: ["ngircd", "--nodaemon", "--config", `${folder}/server.conf`],
    config: `
[Global]
Name = ng.test
Info = test
Listen = 127.0.0.1
Ports = ${port}
Network = NgNet
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 20
MaxPenaltyTime = 0
[Options]
DNS = no
Ident = no
PAM = no
[SSL]
Ports = ${tlsPort}
CertFile = ${folder}/cert.pem
KeyFile = ${folder}/key.pem
`,
  }));
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly linkPort: number;
}

async function prepare(
  name: string,
  how: (place: Place) => { readonly command: string[]; readonly config: string },
): Promise<IrcServer> {
  const folder = mkdtempSync(join(tmpdir(), `koine-${name}-`));
  // ngIRCd gives its rights away before it reads its key.
  chmodSync(folder, 0o755);
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const made = ["-subj", "/CN=localhost", "-addext", names, "-keyout", key, "-out", certificate];
  await spawn(["openssl", "req", "-x509", ...kind, ...made], folder).exited;
  chmodSync(key, 0o644);
  const place = { folder, port: freePort(), tlsPort: freePort(), linkPort: freePort() };
  const { command, config } = how(place);
  writeFileSync(join(folder, "server.conf"), config);
  let child: ReturnType<typeof spawn> | null = null;

  const kill = async (): Promise<void> => {
    child?.kill("SIGKILL");
    await child?.exited;
    child = null;
  };
  return {
    port: place.port,
    tlsPort: place.tlsPort,
    linkPort: place.linkPort,
    certificate,
    folder: place.folder,
    async start() {
      child = spawn(command, folder);
      await answers(place.port, () => child?.exitCode === null);
    },
    kill,
    pause: () => void child?.kill("SIGSTOP"),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What it leaves behind, be it a core, it leaves in its folder. */
export function spawn(command: readonly string[], folder: string) {
  return Bun.spawn([...command], { cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "ignore" });
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

/** Waits until somebody listens there. */
async function answers(port: number, isAlive: () => boolean): Promise<void> {
  while (isAlive()) {
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: { data: () => undefined },
    }).catch(() => null);
    if (socket !== null) return void socket.end();
    await Bun.sleep(20);
  }
  throw new Error(`the server on port ${port} ended at its start`);
}

/** Somebody on IRC, with nothing but lines. */
export interface IrcUser {
  /** All lines that came, without the answers to what asks whether we live. */
  readonly lines: readonly string[];
  write(line: string): void;
  /** The first line that fits, of those that nobody took before. */
  line(pattern: RegExp): Promise<string>;
  /** Everything written before was handled by the server. */
  settled(): Promise<void>;
  join(channel: string): Promise<void>;
  close(): void;
  /** Resolves when the connection is gone and everything that came over it is in `lines`. */
  readonly gone: Promise<void>;
}

/** Comes with what is needed to see tags. */
export async function ircUser(port: number, nick: string, ...channels: string[]): Promise<IrcUser> {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const taken = new Set<number>();
  let rest = Buffer.alloc(0);
  let pings = 0;
  const gone = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_socket, data) {
        rest = Buffer.concat([rest, data]);
        for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
          hear(rest.subarray(0, end).toString().replace(/\r$/, ""));
          rest = rest.subarray(end + 1);
        }
        for (const look of waiting) look();
      },
      close: () => gone.resolve(),
    },
  });
  const write = (line: string): void => void socket.write(`${line}\r\n`);
  function hear(line: string): void {
    const ping = /^(?::\S+ )?PING (.*)$/.exec(line);
    if (ping === null) lines.push(line);
    else write(`PONG ${ping[1]}`);
  }
  const user: IrcUser = {
    lines,
    write,
    line(pattern) {
      const { promise, resolve } = Promise.withResolvers<string>();
      const look = (): void => {
        const at = lines.findIndex((line, i) => !taken.has(i) && pattern.test(line));
        if (at === -1) return;
        taken.add(at);
        waiting.delete(look);
        resolve(lines[at] ?? "");
      };
      waiting.add(look);
      look();
      return promise;
    },
    async settled() {
      const token = `settled-${++pings}`;
      write(`PING ${token}`);
      await user.line(new RegExp(`PONG \\S+ :?${token}`));
    },
    async join(channel) {
      write(`JOIN ${channel}`);
      await user.line(new RegExp(` 366 \\S+ ${channel} `));
    },
    close: () => void socket.end(),
    gone: gone.promise,
  };
  write("CAP LS 302");
  write(`NICK ${nick}`);
  write(`USER ${nick} 0 * :${nick}`);
  const offered = (await user.line(/ CAP \S+ LS /)).split(" :")[1] ?? "";
  const wanted = ["message-tags", "server-time", "batch", "echo-message"].filter((name) =>
    offered.split(" ").includes(name),
  );
  if (wanted.length > 0) {
    write(`CAP REQ :${wanted.join(" ")}`);
    await user.line(/ CAP \S+ ACK /);
  }
  write("CAP END");
  await user.line(/ 001 /);
  for (const channel of channels) await user.join(channel);
  return user;
}

/** What a line says, without tags and who: the text behind the last colon. */
export function saidIn(line: string): string {
  return /^(?:@\S+ )?:\S+ (?:PRIVMSG|NOTICE) \S+ :(.*)$/.exec(line)?.[1] ?? "";
}
