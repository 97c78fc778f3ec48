/** Pages and pictures that messages link to, on the loopback. */

import { png } from "./pictures.ts";

export interface PageServer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** What is answered at a path from now on. */
  put(path: string, body: string | Uint8Array<ArrayBuffer>, headers?: Readonly<Record<string, string>>): void;
  /** A path is gone for good from now on: 410. */
  remove(path: string): void;
  /** Resolves when a path has been asked for. */
  asking(path: string): Promise<void>;
  stop(): void;
}

/** A page with that in its head. */
export function pageOf(head: string): string {
  return `<!doctype html><html><head>${head}</head><body><p>Hello</p></body></html>`;
}

/** Has a picture at `/picture.png`; everything else is put there. */
export function startPageServer(): PageServer {
  const asked: string[] = [];
  const gone = new Set<string>();
  const answers = new Map<
    string,
    { readonly body: string | Uint8Array<ArrayBuffer>; readonly headers: Record<string, string> }
  >();
  const waiting: (() => void)[] = [];
  answers.set("/picture.png", { body: png(40, 30), headers: { "Content-Type": "image/png" } });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      for (const look of waiting.splice(0)) look();
      if (gone.has(pathname)) return new Response("gone", { status: 410 });
      const found = answers.get(pathname);
      return found === undefined
        ? new Response("nothing", { status: 404 })
        : new Response(found.body, { headers: found.headers });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    asked,
    put(path, body, headers = { "Content-Type": "text/html; charset=utf-8" }) {
      answers.set(path, { body, headers: { ...headers } });
    },
    remove: (path) => void gone.add(path),
    async asking(path) {
      while (!asked.includes(path)) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    stop: () => void server.stop(true),
  };
}
