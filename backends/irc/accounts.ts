/** For tests: what logs people in on InspIRCd, a server of its network as services are. */

import type { IrcServer } from "./fixture.ts";

/** What InspIRCd says of versions and modes is said back: one that differs is not let in. */
const SAID_BACK = /^CAPAB (?!START)/;

export interface Accounts {
  /** Who has the nick has the account from now on; "" = none. */
  login(nick: string, account: string): Promise<void>;
  close(): void;
}

/** Links itself to the server in the place of its leaf. */
export async function startAccounts(server: IrcServer): Promise<Accounts> {
  const ids = new Map<string, string>();
  const waiting = new Set<() => void>();
  let rest = "";
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: server.linkPort,
    socket: {
      data(_socket, data) {
        const lines = (rest + data.toString()).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) hear(line.trimEnd());
        for (const look of waiting) look();
      },
    },
  });
  const write = (line: string): void => void socket.write(`${line}\r\n`);

  function hear(line: string): void {
    if (SAID_BACK.test(line)) write(line);
    if (line === "CAPAB END") write("SERVER leaf.test between 0 0LS :services");
    if (line.startsWith("SERVER ")) {
      write(`:0LS BURST ${Math.floor(Date.now() / 1_000)}`);
      write(":0LS ENDBURST");
    }
    const [, from, to] = /^:(\S+) PING (\S+)/.exec(line) ?? [];
    if (from !== undefined) write(`:${to} PONG ${from}`);
    const [, id, nick] = /^:\S+ UID (\S+) \d+ (\S+)/.exec(line) ?? [];
    if (id !== undefined && nick !== undefined) ids.set(nick, id);
  }

  write("CAPAB START 1205");
  return {
    async login(nick, account) {
      const { promise, resolve } = Promise.withResolvers<string>();
      const look = (): void => {
        const id = ids.get(nick);
        if (id !== undefined) resolve(id);
      };
      waiting.add(look);
      look();
      const id = await promise;
      waiting.delete(look);
      write(`:0LS METADATA ${id} accountname :${account}`);
    },
    close: () => void socket.end(),
  };
}
