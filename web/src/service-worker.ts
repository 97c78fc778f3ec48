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

/** What a notification says (docs/integrations.md). */
interface Notice {
  readonly room_id: number;
  readonly message_id: number;
  readonly room?: string;
  readonly author?: string;
  readonly text?: string;
}

interface Pushed extends Extendable {
  readonly data: { json(): unknown } | null;
}

interface Clicked extends Extendable {
  readonly notification: Notification;
}

/** As much of a service worker's global object as is used here. */
declare const registration: ServiceWorkerRegistration;
declare const clients: {
  matchAll(options: { readonly type: "window" }): Promise<readonly Client[]>;
  openWindow(url: string): Promise<unknown>;
};

interface Client {
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

addEventListener("push", (event) => {
  const pushed = event as Pushed;
  pushed.waitUntil(show((pushed.data?.json() ?? null) as Notice | null));
});

addEventListener("notificationclick", (event) => {
  const { notification } = event as Clicked;
  notification.close();
  (event as Clicked).waitUntil(openMessage(notification.data as Notice));
});

/** One for each room: a new one takes the place of the last. */
async function show(notice: Notice | null): Promise<void> {
  if (notice === null) return;
  const { author = "", room = "", text = "", room_id } = notice;
  const title = room === "" ? author || "Koine" : `${author} · ${room}`;
  await registration.showNotification(title, {
    body: text,
    tag: `room-${room_id}`,
    data: notice,
    icon: "/icons/icon-192.png",
  });
}

async function openMessage({ room_id, message_id }: Notice): Promise<void> {
  const [open] = await clients.matchAll({ type: "window" });
  if (open === undefined) {
    await clients.openWindow(`/#/${room_id}/${message_id}`);
    return;
  }
  open.postMessage({ room: room_id, message: message_id });
  await open.focus();
}

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
