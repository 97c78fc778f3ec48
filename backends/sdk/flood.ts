/** For tests: a backend that tells as fast as the server reads. `RoomGet` fails with how much it got rid of. */

import { runBackend } from "./run.ts";

const room = { id: "r", parent: null, name: "x".repeat(10_000), sendable: true };
let told = 0;

const code = await runBackend({
  name: "flood",
  version: [0, 0, 1],
  start(link) {
    void (async () => {
      for (; told < 5000; told++) await link.update({ type: "RoomUpsert", value: room });
    })();
  },
  roomGet() {
    throw new Error(`told ${told}`);
  },
});
process.exit(code);
