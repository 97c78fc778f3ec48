/** What is kept of a session that is gone: nothing, also when an answer to it comes late. */

import { expect, test } from "bun:test";
import { createGate } from "./gate.ts";
import { world } from "./hub-fixture.ts";
import { Live } from "./live-session.ts";
import type { Node } from "./node.ts";
import { presenceBook } from "./presence.ts";
import { createSessions } from "./sessions.ts";

const quiet = () => undefined;
const ANN = {
  id: 3,
  handle: "ann",
  name: "ann",
  avatar: "",
  bot: false,
  created: 0,
  owner: null,
  backend: null,
  remoteId: null,
};

test("whose presence it asked for is not told to a session that ended before the answer", () => {
  const made = world();
  const ask = () => new Promise(quiet);
  const sessions = createSessions({
    node: { submit: quiet, ask: ask as Node["ask"] },
    hub: made.hub,
    bus: { publish: quiet, listen: quiet },
    gate: createGate(quiet),
    underway: () => null,
    backlog: made.log,
    registration: "open",
    deliveries: { attend: quiet, depart: quiet, toldTo: quiet } as never,
    presences: presenceBook(() => 0),
    after: () => quiet,
    soon: quiet,
    now: () => 0,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const session = new Live(made.hub, {
    actor: { user: ANN.id, token: 0, session: 1 },
    user: ANN,
    space: 1,
    lastRoom: null,
    listener: made.listener(),
    follows: "all",
    link: { end: quiet },
  });
  session.arrive();
  const known = [{ user: 4, lastSeen: 5 }];
  expect(sessions.subscribePresence(session, known)).toMatchObject([{ user: 4, lastSeen: 5 }]);
  sessions.closed(session);
  expect(sessions.subscribePresence(session, known)).toEqual([]);
});
