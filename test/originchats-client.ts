/** A client of OriginChats written from its specification alone (`docs/protocols/originchats.md`). */

export interface Said {
  readonly cmd: string;
  readonly [field: string]: unknown;
}

export interface OriginClient {
  /** A packet, or a frame as it is: text or bytes. */
  send(packet: object | string | Uint8Array<ArrayBuffer>): void;
  /** The next packet, received or to come, of this name; packets are offered once. */
  next(cmd: string): Promise<Said>;
  /** The reply to a packet, which is sent with a listener of its own. */
  ask(packet: object): Promise<Said>;
  /** Those with this name that have come and were not asked for yet. */
  unread(cmd: string): readonly Said[];
  /** The code with which the connection was closed, once it is. */
  readonly closed: Promise<number>;
  close(): void;
}

/** Milliseconds after which waiting fails: long, for these machines are slow and shared. */
const PATIENCE = 20_000;

/** Connect; resolves after the handshake. */
export async function connectOrigin(url: string, path = "/originchats"): Promise<OriginClient> {
  const socket = new WebSocket(url.replace("http", "ws") + path);
  const unread: Said[] = [];
  let waiting: (() => void)[] = [];
  let listeners = 0;
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    unread.push(JSON.parse(data) as Said);
    const all = waiting;
    waiting = [];
    for (const look of all) look();
  };

  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });

  function first(fits: (said: Said) => boolean, what: string): Promise<Said> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`waited for ${what}: ${JSON.stringify(unread)}`)),
        PATIENCE,
      );
      const look = (): void => {
        const at = unread.findIndex(fits);
        if (at === -1) {
          waiting.push(look);
          return;
        }
        clearTimeout(late);
        for (const said of unread.splice(at, 1)) resolve(said);
      };
      look();
    });
  }

  const client: OriginClient = {
    send: (packet) =>
      socket.send(
        typeof packet === "string" || packet instanceof Uint8Array ? packet : JSON.stringify(packet),
      ),
    next: (cmd) => first((said) => said.cmd === cmd, cmd),
    ask(packet) {
      listeners += 1;
      const listener = `listener ${listeners}`;
      client.send({ ...packet, listener });
      return first((said) => said.listener === listener, `the reply to ${JSON.stringify(packet)}`);
    },
    unread: (cmd) => unread.filter((said) => said.cmd === cmd),
    closed,
    close: () => socket.close(),
  };
  await client.next("handshake");
  return client;
}

/** Connect and sign in. */
export async function enterOrigin(url: string, username: string, path?: string): Promise<OriginClient> {
  const client = await connectOrigin(url, path);
  client.send({ cmd: "login", username, password: "correct horse" });
  await client.next("ready");
  return client;
}
