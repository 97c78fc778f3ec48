#!/usr/bin/env node
// The `koine` command of a checkout: src/main.ts, with everything set up that it needs.

process.argv.splice(2, 0, "koine");
await import("../scripts/run.mjs");
