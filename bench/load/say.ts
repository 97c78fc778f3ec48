/** Saying a few messages, one after another. */

import { texts } from "./crowd.ts";
import { connectGateway } from "./gateway.ts";

export interface SayInput {
  readonly port: number;
  readonly token: string;
  readonly room: number;
  readonly times: number;
}

/** Resolves when all are answered. */
export async function sayTimes({ port, token, room, times }: SayInput): Promise<null> {
  const next = texts();
  const client = await connectGateway(port, "json", token);
  const { promise, resolve } = Promise.withResolvers<void>();
  client.onPacket = ({ request_id }) => request_id === times && resolve();
  for (let i = 1; i <= times; i++)
    client.send({ request_id: i, event: { type: "message_send", room_id: room, content: next() } });
  await promise;
  client.cut();
  return null;
}
