/** Reading pages of a room's history, one after another. */

import { median } from "../numbers.ts";
import { connectGateway, type GatewayPacket } from "./gateway.ts";

export interface PagesInput {
  readonly port: number;
  readonly token: string;
  readonly room: number;
  /** Ids of messages to jump to; none: the newest page, as often as `times`. */
  readonly around: readonly number[];
  readonly times: number;
}

/** Median milliseconds from asking to the whole answer, of 50 messages. */
export async function pagesRead({ port, token, room, around, times }: PagesInput): Promise<number> {
  const client = await connectGateway(port, "json", token);
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const answer = Promise.withResolvers<GatewayPacket>();
    client.onPacket = (packet) => packet.request_id === i + 1 && answer.resolve(packet);
    const begun = performance.now();
    client.send({
      request_id: i + 1,
      event: {
        type: "history_get",
        room_id: room,
        limit: 50,
        ...(around.length === 0 ? {} : { around: around[i % around.length] }),
      },
    });
    const { event } = await answer.promise;
    took.push(performance.now() - begun);
    if ((event?.messages as unknown[] | undefined)?.length !== 50)
      throw new Error(`no page of 50: ${JSON.stringify(event).slice(0, 200)}`);
  }
  client.cut();
  return median(took);
}
