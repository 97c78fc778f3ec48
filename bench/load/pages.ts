/** Reading pages of a room's history and searching it, one after another. */

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
export function pagesRead({ port, token, room, around, times }: PagesInput): Promise<number> {
  const jump = (i: number) => (around.length === 0 ? {} : { around: around[i % around.length] });
  return medianOf(port, token, times, 50, (i) => ({
    type: "history_get",
    room_id: room,
    limit: 50,
    ...jump(i),
  }));
}

export interface SearchesInput {
  readonly port: number;
  readonly token: string;
  readonly room: number;
  readonly query: string;
  /** How many messages each answer must hold. */
  readonly found: number;
  readonly times: number;
}

/** Median milliseconds from asking to the whole answer, of the 20 newest messages that match. */
export function searchesRead({ port, token, room, query, found, times }: SearchesInput): Promise<number> {
  return medianOf(port, token, times, found, () => ({ type: "search", query, room_id: room, limit: 20 }));
}

async function medianOf(
  port: number,
  token: string,
  times: number,
  length: number,
  question: (i: number) => object,
): Promise<number> {
  const client = await connectGateway(port, "json", token);
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const answer = Promise.withResolvers<GatewayPacket>();
    client.onPacket = (packet) => packet.request_id === i + 1 && answer.resolve(packet);
    const begun = performance.now();
    client.send({ request_id: i + 1, event: question(i) });
    const { event } = await answer.promise;
    took.push(performance.now() - begun);
    if ((event?.messages as unknown[] | undefined)?.length !== length)
      throw new Error(`not ${length} messages: ${JSON.stringify(event).slice(0, 200)}`);
  }
  client.cut();
  return median(took);
}
