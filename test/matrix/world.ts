/** One server with an actor and a watcher at every front end, and what is done beside them: over the HTTP API. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, register } from "../gateway-client.ts";
import { type Koine, startKoine, temporaryDirectory } from "../koine.ts";
import type { Player } from "./actions.ts";
import { DRIVERS } from "./drivers.ts";
import type { Driver, LinkRoom } from "./front.ts";

export interface World {
  koine: Koine;
  readonly actors: ReadonlyMap<Driver, Player>;
  readonly watchers: ReadonlyMap<Driver, Player>;
  /** Members without any rights but everyone's. */
  readonly plain: ReadonlyMap<Driver, Player>;
  /** Says the fence. */
  readonly herald: Account;
  readonly room: number;
  readonly link: LinkRoom;
}

const environment = {
  KOINE_LIMITS_SIGN_IN: "10000/1s",
  KOINE_LIMITS_BONFIRE: "10000/1s",
  KOINE_LIMITS_I386CHAT: "10000/1s",
  KOINE_LIMITS_ORIGINCHATS: "10000/1s",
  KOINE_ORIGINCHATS_MESSAGES_PER_MINUTE: "1000000",
  KOINE_ORIGINCHATS_BURST_LIMIT: "100000",
};

const TEAMS = ["actor", "watcher", "plain"];

/** How the server is started, and started again. */
let options: string[] = [];

export async function makeWorld(): Promise<World> {
  const file = join(temporaryDirectory(), "koine.toml");
  writeFileSync(
    file,
    DRIVERS.map(({ config }, i) => config?.(TEAMS.map((name) => `${name}${i}`)) ?? "").join("\n"),
  );
  options = ["--config", file];
  const koine = await startKoine({ environment, options });
  const herald = await register(koine.url, "herald");
  const { spaces } = (await ask(koine, herald, "GET", "/spaces")) as {
    spaces: { id: number; default_room_id: number }[];
  };
  const [space] = spaces;
  if (space === undefined) throw new Error("no space");
  const made = await ask(koine, herald, "POST", "/roles", { name: "staff", permissions: ["administrator"] });
  const role = (made.role as { id: number }).id;
  // Above the roles that a space begins with: nobody acts on what stands above themselves.
  await ask(koine, herald, "POST", `/roles/${role}/move`, { position: 3 });
  const link = async (backend: string, remote: string): Promise<void> => {
    await ask(koine, herald, "PUT", `/backends/${backend}/links/${space.default_room_id}`, { name: remote });
  };
  const team = async (name: string, isStaff: boolean): Promise<Map<Driver, Player>> => {
    const players = new Map<Driver, Player>();
    for (const [i, driver] of DRIVERS.entries()) {
      const account = await register(koine.url, `${name}${i}`);
      if (isStaff) await ask(koine, herald, "PUT", `/roles/${role}/members/${account.user.id}`, {});
      players.set(driver, { account, front: await driver.enter(koine, account, link) });
    }
    return players;
  };
  return {
    koine,
    herald,
    room: space.default_room_id,
    link,
    actors: await team("actor", true),
    watchers: await team("watcher", true),
    plain: await team("plain", false),
  };
}

/** Kills the server and starts it again over the same data, at the same address. */
export async function killAndStart(world: World): Promise<void> {
  const { directory, url } = world.koine;
  await world.koine.kill();
  world.koine = await startKoine({ directory, environment, options, port: Number(new URL(url).port) });
}

/** A call of the API. Rejects with the answer when it is refused. */
export async function ask(
  { url }: Koine,
  { token }: Pick<Account, "token">,
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly [field: string]: unknown }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as { readonly [field: string]: unknown };
}
