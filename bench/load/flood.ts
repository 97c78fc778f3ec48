/** A client that sends as fast as it can, and comes back whenever it is thrown out. */

import { connectGateway, type GatewayClient } from "./gateway.ts";

let flooding = false;
let client: GatewayClient | null = null;
let sent = 0;

export interface FloodInput {
  readonly port: number;
  readonly token: string;
}

/** No room has this id: what gets through the limit is refused, so that nobody else hears of it. */
const NO_ROOM = 1;

/** Begin; it goes on until `stopFlood`. */
export async function flood(input: FloodInput): Promise<null> {
  flooding = true;
  sent = 0;
  await floodOnce(input);
  return null;
}

/** How many sends the flood got out. */
export async function stopFlood(_input: null): Promise<number> {
  flooding = false;
  client?.cut();
  return sent;
}

async function floodOnce(input: FloodInput): Promise<void> {
  const mine = await connectGateway(input.port, "json", input.token);
  client = mine;
  let open = true;
  mine.onClosed = () => {
    open = false;
    if (flooding) void floodOnce(input).catch(() => undefined);
  };
  const pour = (): void => {
    if (!open || !flooding) return;
    for (let i = 0; i < 64; i++) {
      sent += 1;
      mine.send({
        request_id: sent,
        event: { type: "message_send", room_id: NO_ROOM, content: "flood" },
      });
    }
    setTimeout(pour, 1);
  };
  pour();
}
