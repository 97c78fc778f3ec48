/** A web server that means harm, on the loopback. */

export interface HostileWeb {
  readonly port: number;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  stop(): void;
}

/** `/to?place` redirects, `/endless` never ends, `/slow` dribbles, `/silent` does not answer, all else says "inside". */
export function startHostileWeb(): HostileWeb {
  const asked: string[] = [];
  const chunk = new Uint8Array(16 * 1024);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname);
      if (pathname === "/to")
        return new Response(null, {
          status: 302,
          headers: { Location: decodeURIComponent(search.slice(1)) },
        });
      if (pathname === "/endless")
        return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
      if (pathname === "/slow")
        return new Response(
          new ReadableStream({
            async pull(controller) {
              controller.enqueue(new Uint8Array(1));
              await Bun.sleep(50);
            },
          }),
        );
      if (pathname === "/silent") return await new Promise<Response>(() => undefined);
      if (pathname === "/bomb")
        return new Response(Bun.gzipSync(new Uint8Array(1 << 24)), {
          headers: { "Content-Encoding": "gzip" },
        });
      return new Response("inside");
    },
  });
  return { port: server.port ?? 0, asked, stop: () => void server.stop(true) };
}
