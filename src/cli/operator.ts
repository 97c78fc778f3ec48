/** The core of a data directory, for commands of the command line: the running server's, or one of their own. */

import { settleBeforeStart } from "../backup/restore.ts";
import { localBus } from "../bus/local.ts";
import { Fault } from "../core/faults.ts";
import { limiter } from "../core/limits.ts";
import type { Id } from "../core/model/ids.ts";
import type { Actor, Profile } from "../core/model/users.ts";
import { createNode } from "../core/node.ts";
import type { Called, Cli } from "./command-line.ts";
import { type Operator, reachServer } from "./control.ts";
import { jsonLog } from "./log.ts";
import { hasDatabase, openStore } from "./store.ts";

/**
 * Do something with the core. Where no server runs the database is opened meanwhile, and no server can start.
 * `makes` says whether a new database may be made. Rejects with a sentence for the operator.
 */
export async function withOperator<T>(
  cli: Cli,
  work: (operator: Operator) => Promise<T>,
  { makes = false } = {},
): Promise<T> {
  const config = cli.config();
  const operator = (await reachServer(config.data)) ?? (await openOwn(cli, makes));
  try {
    return await work(operator);
  } finally {
    await operator.close();
  }
}

async function openOwn(cli: Cli, makes: boolean): Promise<Operator> {
  const config = cli.config();
  const { data, profiles } = config;
  if (!makes && !(await hasDatabase(config))) throw new Error(`There is no database in ${data}`);
  settleBeforeStart(data);
  const log = jsonLog(cli.err, cli.now);
  const onCrash = (reason: string): void => log.error("the store died", { reason });
  const store = await openStore(config, { ...cli, log, onCrash });
  const node = createNode(store, localBus(), limiter(profiles), cli.now, log);
  return { ask: node.ask, close: () => store.close() };
}

/** Acts in somebody's name, without a token of theirs. */
export function actingFor(user: Id): Actor {
  return { user, token: 0, session: 0 };
}

/** The option that names a space of several. */
export const SPACE = { space: { type: "string" } } as const;

/** The slug that the option gives; null = the default space. */
export function slugOf({ options }: Called): string | null {
  return typeof options.space === "string" ? options.space : null;
}

/** A space with its roles and rooms. Throws a sentence for the operator. */
export async function findSpace(operator: Operator, called: Called) {
  const slug = slugOf(called);
  return await operator.ask(null, { type: "operator_space", input: { slug } }).catch((error: unknown) => {
    if (error instanceof Fault && error.code === "not_found") throw new Error(`There is no space ${slug}`);
    throw error;
  });
}

/** A space, and its owner to act for. Throws a sentence for the operator when there is none. */
export async function ownedSpace(operator: Operator, called: Called) {
  const { space, roles, rooms } = await findSpace(operator, called);
  if (space.owner === null) {
    throw new Error(
      'Nobody owns this server yet: "koine user create HANDLE --owner" makes an account that does',
    );
  }
  return { space, roles, rooms, owner: actingFor(space.owner) };
}

/** The account with a handle. Throws a sentence for the operator. */
export async function userByHandle(operator: Operator, handle: string): Promise<Profile> {
  return await operator.ask(null, { type: "operator_user", input: { handle } }).catch((error: unknown) => {
    if (!(error instanceof Fault) || error.code !== "not_found") throw error;
    throw new Error(`There is no account with the handle ${handle}`);
  });
}
