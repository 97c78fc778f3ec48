/** Saying a few messages, one after another. */

import { texts } from "./crowd.ts";
import { connectGateway } from "./gateway.ts";

export interface SayInput {
  readonly port: number;
  readonly token: string;
  readonly room: number;
  readonly times: number;
}

/** So many wait for their answers at a time: who says thousands and reads no answer is cut off. */
const IN_FLIGHT = 256;

/** Resolves when all are answered; rejects when the server closed the connection before. */
export async function sayTimes({ port, token, room, times }: SayInput): Promise<null> {
  const next = texts();
  const client = await connectGateway(port, "json", token);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = 0;
  const say = (): void => {
    said += 1;
    client.send({ request_id: said, event: { type: "message_send", room_id: room, content: next() } });
  };
  client.onPacket = ({ request_id }) => {
    if (request_id === undefined) return;
    if (request_id === times) resolve();
    else if (said < times) say();
  };
  client.onClosed = (code) => reject(new Error(`The server closed the connection: ${code}`));
  while (said < Math.min(IN_FLIGHT, times)) say();
  await promise;
  client.onClosed = () => undefined;
  client.cut();
  return null;
}
