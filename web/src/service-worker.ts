/** Keeps the page and its parts, so that the client opens without a connection and says so. */

/** Set by the build: a name that changes with the content, and what is kept from the start. */
declare const KEPT_NAME: string;
declare const KEPT: readonly string[];

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const CACHE = `koine-${KEPT_NAME}`;

addEventListener("install", (event) => {
  (event as Extendable).waitUntil(keepShell());
});

addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(forgetOlder());
});

addEventListener("fetch", (event) => {
  const fetching = event as Fetching;
  const { request } = fetching;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname === "/") fetching.respondWith(newestPage(request));
  else if (/^\/(assets|icons|emoji)\//.test(pathname)) fetching.respondWith(keptOrFetched(request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...KEPT]);
}

async function forgetOlder(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("koine-") && name !== CACHE) await caches.delete(name);
  }
}

/** The server's page while it can be reached, for it names the newest parts. */
async function newestPage(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match("/");
    if (kept === undefined) throw error;
    return kept;
  }
}

async function keptOrFetched(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
