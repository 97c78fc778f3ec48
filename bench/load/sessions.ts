/** Many sessions that say nothing: to hold, and to come back all at once. */

import { eachOf } from "./crowd.ts";
import { connectGateway, type GatewayClient, type Position } from "./gateway.ts";
import { connectWebSocket } from "./websocket.ts";

let kept: { client: GatewayClient; token: string; seen: number }[] = [];

/** Open connections and hold them: sessions at the gateway, or plain sockets. */
export async function connectMany({
  port,
  count,
  token,
}: {
  readonly port: number;
  readonly count: number;
  readonly token: string | null;
}): Promise<null> {
  await eachOf(count, async () => {
    if (token === null) await connectWebSocket(port, "/", { frame: () => undefined });
    else await connectGateway(port, "json", token);
  });
  return null;
}

/** Open sessions, and remember what they need for coming back; then cut them all. */
export async function keptSessions({
  port,
  count,
  token,
}: {
  readonly port: number;
  readonly count: number;
  readonly token: string;
}): Promise<null> {
  await eachOf(count, async () => {
    kept.push({ client: await connectGateway(port, "json", token), token, seen: 0 });
  });
  const cut = kept.map(({ client }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    client.onClosed = () => resolve();
    client.cut();
    return promise;
  });
  await Promise.all(cut);
  return null;
}

export interface ResumeResult {
  readonly seconds: number;
  /** Sessions that were told everything they missed, once and in order. */
  readonly whole: number;
}

/** All kept sessions resume at once. Rejects when one gets the state anew. */
export async function resumeAll({
  port,
  missed,
}: {
  readonly port: number;
  /** Events that each of them missed. */
  readonly missed: number;
}): Promise<ResumeResult> {
  const begun = performance.now();
  let whole = 0;
  await Promise.all(
    kept.map(async ({ client, token }) => {
      const positions = new Map(client.positions.map(({ stream, seq }: Position) => [stream, seq]));
      let seen = 0;
      let inOrder = true;
      await connectGateway(
        port,
        "json",
        token,
        { resume_token: client.resumeToken, positions: client.positions },
        ({ stream, seq }) => {
          if (stream === undefined || seq === undefined) return;
          inOrder &&= seq === (positions.get(stream) ?? 0) + 1;
          positions.set(stream, seq);
          seen += 1;
        },
      );
      if (inOrder && seen === missed) whole += 1;
    }),
  );
  kept = [];
  return { seconds: (performance.now() - begun) / 1_000, whole };
}
