/** Letting a server of ours run for a while before it is measured. */

import type { KoineServer } from "./koine-server.ts";
import { connectGateway } from "./load/gateway.ts";
import { startLoader } from "./loader.ts";

/**
 * Messages until the runtime has compiled what a message runs through: on threads of its own, and for so long a fifth
 * of all the CPU that telling a crowd of it takes. A server does that once.
 */
const WARM_MESSAGES = 20_000;

/** Says them in the default room, as a user of the token or, without one, as one made for it. */
export async function warmUp(server: KoineServer, token?: string): Promise<void> {
  const speaker = token ?? (await server.register("bench-warm")).token;
  const room = await defaultRoom(server.port, speaker);
  const loader = startLoader();
  try {
    await loader.ask("sayTimes", { port: server.port, token: speaker, room, times: WARM_MESSAGES });
  } finally {
    await loader.stop();
  }
}

export async function defaultRoom(port: number, token: string): Promise<number> {
  const client = await connectGateway(port, "json", token);
  client.cut();
  return client.defaultRoom;
}
