/**
 * A client of the gateway written from its specification alone (`docs/protocols/bonfire.md`), in JSON. It
 * shares no code with the dialect, so that it can judge it.
 */

export interface Packet {
  readonly stream?: number;
  readonly seq?: number;
  readonly request_id?: number;
  readonly event?: { readonly type: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface Account {
  readonly token: string;
  readonly user: { readonly id: number; readonly handle: string };
}

/** Register a user over HTTP. */
export async function register(url: string, handle: string, password = "correct horse"): Promise<Account> {
  const response = await fetch(`${url}/api/v1/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle, password }),
  });
  if (!response.ok) throw new Error(`register: ${response.status} ${await response.text()}`);
  return (await response.json()) as Account;
}

export interface GatewayClient {
  readonly socket: WebSocket;
  /** Everything received, parsed, in order. */
  readonly packets: Packet[];
  send(frame: unknown): void;
  /** Sends the event under the next request id and resolves with the answer's event. */
  request(event: object): Promise<Packet["event"] & object>;
  /** Resolves with the first packet, received or to come, that fits; packets are offered once. */
  next(fits: (packet: Packet) => boolean): Promise<Packet>;
  /** The next event of this type. */
  event(type: string): Promise<Packet["event"] & object>;
  /** Resolves with the code when the connection is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

/** Milliseconds after which waiting fails: long, for these machines are slow and shared. */
const PATIENCE = 20_000;

/** Connect; resolves when the socket is open. Nothing is sent. */
export async function connect(gateway: string, query = ""): Promise<GatewayClient> {
  const socket = new WebSocket(`${gateway}${query}`);
  const packets: Packet[] = [];
  const unread: Packet[] = [];
  const waiting: { fits: (packet: Packet) => boolean; resolve: (packet: Packet) => void }[] = [];
  const requests = new Map<number, (packet: Packet) => void>();
  let ended: { code: number; reason: string } | null = null;
  const failWaiting = new Set<(error: Error) => void>();

  socket.onmessage = ({ data }) => {
    const packet = JSON.parse(String(data)) as Packet;
    packets.push(packet);
    const asked = packet.request_id === undefined ? undefined : requests.get(packet.request_id);
    if (asked !== undefined) return asked(packet);
    const i = waiting.findIndex(({ fits }) => fits(packet));
    const found = waiting[i];
    if (found === undefined) unread.push(packet);
    else {
      waiting.splice(i, 1);
      found.resolve(packet);
    }
  };
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      ended = { code, reason };
      for (const fail of failWaiting) fail(new Error(`closed with ${code} ${reason}`));
      resolve(ended);
    };
  });
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`cannot connect to ${gateway}${query}`));
  });

  const next = (fits: (packet: Packet) => boolean): Promise<Packet> => {
    const i = unread.findIndex(fits);
    const found = unread[i];
    if (found !== undefined) {
      unread.splice(i, 1);
      return Promise.resolve(found);
    }
    if (ended !== null) return Promise.reject(new Error(`closed with ${ended.code} ${ended.reason}`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited for ${fits.toString()}`)), PATIENCE);
      failWaiting.add(reject);
      waiting.push({
        fits,
        resolve: (packet) => {
          clearTimeout(timer);
          failWaiting.delete(reject);
          resolve(packet);
        },
      });
    });
  };

  let requestId = 0;
  const client: GatewayClient = {
    socket,
    packets,
    closed,
    next,
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    async request(event) {
      requestId += 1;
      const id = requestId;
      const answer = await new Promise<Packet>((resolve, reject) => {
        if (ended !== null) return reject(new Error(`closed with ${ended.code} ${ended.reason}`));
        const timer = setTimeout(() => reject(new Error(`no answer to ${JSON.stringify(event)}`)), PATIENCE);
        failWaiting.add(reject);
        requests.set(id, (packet) => {
          clearTimeout(timer);
          failWaiting.delete(reject);
          requests.delete(id);
          resolve(packet);
        });
        client.send({ request_id: id, event });
      });
      if (answer.event === undefined)
        throw new Error(`an answer without an event: ${JSON.stringify(answer)}`);
      return answer.event;
    },
    async event(type) {
      const { event } = await next(
        (packet) => packet.event?.type === type && packet.request_id === undefined,
      );
      if (event === undefined) throw new Error("unreachable: an event without an event");
      return event;
    },
    async close() {
      socket.close();
      await closed;
    },
  };
  return client;
}

export interface Ready {
  readonly session_id: string;
  readonly resume_token: string;
  readonly space: { readonly id: number; readonly default_room_id: number };
  readonly rooms: readonly { readonly id: number; readonly name: string }[];
  readonly roles: readonly {
    readonly id: number;
    readonly name: string;
    readonly position: number;
    readonly permissions: readonly string[];
  }[];
  readonly spaces: readonly { readonly id: number; readonly slug: string }[];
  readonly positions: readonly { readonly stream: number; readonly seq: number }[];
  readonly resync?: boolean;
}

/** Connect and identify; resolves with the client and its `ready`. */
export async function enter(
  gateway: string,
  token: string,
  resume?: object,
): Promise<{ client: GatewayClient; ready: Ready }> {
  const client = await connect(gateway);
  await client.next((packet) => packet.version !== undefined);
  client.send({ token, client_type: 2, client_agent: "test", ...(resume === undefined ? {} : { resume }) });
  const ready = (await client.event("ready")) as unknown as Ready;
  return { client, ready };
}
