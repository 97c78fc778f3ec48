/**
 * One node: takes commands in, gives the answer, then tells what happened.
 *
 * The answer to a command comes before the events that follow from it; events go out in the order in which
 * they were stored.
 */

import { type Command, type CommandType, commands, type Reply } from "./commands.ts";
import type { Happening } from "./events.ts";
import { Fault, type FaultData } from "./faults.ts";
import type { Limiter, ProfileName } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Millis } from "./model/ids.ts";
import type { Actor } from "./model/users.ts";
import type { Bus, Outcome, Store } from "./ports.ts";

/** What the caller of a command hears. */
export type Answer =
  /** `events` is what the command made known; it goes out after the answer. */
  | { readonly ok: true; readonly reply: unknown; readonly events: readonly Happening[] }
  | { readonly ok: false; readonly fault: FaultData };

export interface Node {
  /**
   * Carry out a command of somebody signed in; `done` is called once, later, in the order of the calls for
   * commands that change something. Refused with `rate_limited` when the profile's limit for the user is
   * reached.
   */
  submit(actor: Actor, profile: ProfileName, command: Command, done: (answer: Answer) => void): void;
  /** Carry out a command for the server itself, or unlimited for an actor. Throws the fault. */
  ask<T extends CommandType>(actor: Actor | null, command: Command<T>): Promise<Reply<T>>;
}

export function createNode(store: Store, bus: Bus, limit: Limiter, now: () => Millis, log: Log): Node {
  const carryOut = (actor: Actor | null, command: Command, done: (answer: Answer) => void): void => {
    const finish = (outcome: Outcome): void => {
      try {
        done(outcome);
      } catch (bug) {
        // A dialect that fails at one answer must not keep the event from the others.
        log.error("an answer could not be given", {
          stack: bug instanceof Error ? (bug.stack ?? "") : String(bug),
        });
      }
      if (outcome.ok && outcome.events.length > 0) bus.publish(outcome.events);
    };
    if (commands[command.type].kind === "change") store.change(actor, command, finish);
    else store.read(actor, command, finish);
  };
  return {
    submit(actor, profile, command, done) {
      const wait = limit(profile, actor.user, now());
      if (wait === 0) return carryOut(actor, command, done);
      done({
        ok: false,
        fault: { code: "rate_limited", message: "Too fast; wait a little", retryAfter: wait },
      });
    },
    ask: (actor, command) =>
      new Promise((resolve, reject) => {
        carryOut(actor, command as Command, (answer) => {
          if (answer.ok) resolve(answer.reply as Reply<typeof command.type>);
          else reject(new Fault(answer.fault.code, answer.fault.message, answer.fault.retryAfter));
        });
      }),
  };
}
