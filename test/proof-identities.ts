/** Steps of the proof that need somebody on another network. */

import { KOINE_1, type Peer } from "./backend-peer.ts";
import { created, openPortal, saying, text } from "./backend-stage.ts";
import { enter } from "./gateway-client.ts";
import type { Step } from "./proof-steps.ts";

const LASTING = { extra: { koine: { sender_name: "bobby", lasting: true } } };

/** A ghost is claimed, and is itself again. */
export function identitySteps(network: Peer): readonly Step[] {
  return [
    {
      command: "identity_claim",
      says: "somebody on another network is claimed",
      async run({ bob, url, tokens, made }) {
        const { client } = await enter(`${url.replace("http", "ws")}/gateway`, tokens.bob);
        const run = await network.next();
        run.say(KOINE_1);
        await openPortal(run, client, "r1", "far away");
        run.say(saying("p1", "r1", text("hello"), LASTING));
        made.ghost = (await created(client)).author.id;
        const { claim } = await bob.request({ type: "identity_claim", user_id: made.ghost });
        run.say(saying("p2", "r1", text((claim as { text: string }).text), LASTING));
        await client.next(({ event }) => event?.type === "member_leave" && event.user_id === made.ghost);
        await client.close();
      },
    },
    {
      command: "identity_release",
      says: "and is somebody else again",
      async run({ bob, made }) {
        await bob.request({ type: "identity_release", user_id: made.ghost });
      },
    },
  ];
}
