/** The store's worker: the same program serves as the writer and as a reader. */

import { serveStore } from "./store/sqlite/worker-side.ts";

declare const self: Worker;

const take = serveStore((text) => self.postMessage(text), Date.now);
self.onmessage = (event: MessageEvent<string>) => take(event.data);
