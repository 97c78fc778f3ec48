/** A server with a space of several people, for tests over the wire. The first of them owns it. */

import { type Account, connect, enter, type GatewayClient, type Ready, register } from "./gateway-client.ts";
import { type Koine, startKoine } from "./koine.ts";

export interface Person extends Account {
  readonly client: GatewayClient;
  readonly ready: Ready;
}

export interface Community {
  readonly koine: Koine;
  readonly space: number;
  /** The default room. */
  readonly room: number;
  /** Registers somebody and brings them in. */
  come(handle: string): Promise<Person>;
  /** Another session of somebody. */
  again(person: Person, resume?: object): Promise<{ client: GatewayClient; ready: Ready }>;
}

/** Starts a server with these people in it. */
export async function found<N extends string>(
  ...handles: readonly N[]
): Promise<Community & { readonly people: Readonly<Record<N, Person>> }> {
  const koine = await startKoine({
    environment: { KOINE_LIMITS_SIGN_IN: "1000/1s", KOINE_LIMITS_BONFIRE: "10000/1s" },
  });
  const come = async (handle: string): Promise<Person> => {
    const account = await register(koine.url, handle);
    return { ...account, ...(await enter(koine.gateway, account.token)) };
  };
  const entries: [string, Person][] = [];
  for (const handle of handles) entries.push([handle, await come(handle)]);
  const people = Object.fromEntries(entries) as Record<N, Person>;
  const [first] = entries;
  if (first === undefined) throw new Error("nobody there");
  const { space } = first[1].ready;
  return {
    koine,
    people,
    space: space.id,
    room: space.default_room_id,
    come,
    again: ({ token }, resume) => enter(koine.gateway, token, resume),
  };
}

/** Gives a command and wants it carried out. */
export async function ask(client: GatewayClient, event: object): Promise<Record<string, unknown>> {
  const answer = await client.request(event);
  if (answer.type !== "ok")
    throw new Error(`${JSON.stringify(event)} was answered ${JSON.stringify(answer)}`);
  return answer;
}

/** Gives a command; the code of its refusal, or "ok". */
export async function codeOf(client: GatewayClient, event: object): Promise<string> {
  const answer = await client.request(event);
  return answer.type === "ok" ? "ok" : String(answer.code);
}

/** Makes a room and gives its id. */
export async function makeRoom(client: GatewayClient, name: string, more: object = {}): Promise<number> {
  const { room } = await ask(client, { type: "room_create", name, ...more });
  return (room as { id: number }).id;
}

/** The id of a role by its name. */
export function roleOf(ready: Ready, name: string): number {
  const roles = (ready as unknown as { roles: { id: number; name: string }[] }).roles;
  const role = roles.find((one) => one.name === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role.id;
}

/** Opens a connection that the server closes instead of letting it in; gives the code. */
export async function refusedWith(gateway: string, token: string, resume?: object): Promise<number> {
  const socket = new WebSocket(gateway);
  return new Promise((resolve, reject) => {
    socket.onclose = ({ code }) => resolve(code);
    socket.onmessage = ({ data }) => {
      const packet = JSON.parse(String(data)) as { version?: string; event?: { type: string } };
      if (packet.version !== undefined) {
        const more = resume === undefined ? {} : { resume };
        socket.send(JSON.stringify({ token, client_type: 2, client_agent: "test", ...more }));
      } else if (packet.event?.type === "ready" || packet.event?.type === "resumed") {
        socket.close();
        reject(new Error("was let in"));
      }
    };
  });
}

/** Takes up a session of before where it began. Resolves when it was asked for. */
export async function resume(
  { koine }: Pick<Community, "koine">,
  token: string,
  ready: Ready,
): Promise<GatewayClient> {
  const client = await connect(koine.gateway);
  await client.next((packet) => packet.version !== undefined);
  const { resume_token, positions } = ready;
  client.send({ token, client_type: 2, client_agent: "test", resume: { resume_token, positions } });
  return client;
}
