/** The program: reads the command line and the configuration, and runs one command. */

import { writeAll } from "./backup/copying.ts";
import { backend } from "./cli/backend.ts";
import { chat } from "./cli/chat.ts";
import { type Cli, EXIT, runCommand } from "./cli/command-line.ts";
import { findCommand, overview } from "./cli/commands.ts";
import { jsonLog } from "./cli/log.ts";
import { type Running, serve } from "./cli/serve.ts";
import { writeAddress } from "./config/values.ts";
import { readChatToken, readConfig } from "./config.ts";
import type { Log } from "./core/log.ts";

// What is written is for the owner alone: the database holds password hashes, the keys sign tokens.
process.umask(0o077);

const [name = "serve", ...rest] = process.argv.slice(2);
const file = takeConfigOption(rest);
const found = findCommand([name, ...rest]);
if (name === "serve" && rest.length === 0) await runServer();
else if (name === "chat") process.exit(await chat(rest, readChatToken()));
else if (name === "backend") process.exit(await backend(rest));
else if (found !== null) process.exit(await runCommand(found.command, found.rest, surroundings()));
else {
  const asked = name === "help" || name === "--help";
  (asked ? process.stdout : process.stderr).write(overview());
  process.exitCode = asked ? EXIT.done : EXIT.usage;
}

/** Takes `--config FILE` out of the words; null when it is not there. */
function takeConfigOption(words: string[]): string | null {
  const at = words.findIndex((word) => word === "--config" || word.startsWith("--config="));
  const [option = "", next] = words.slice(at, at + 2);
  if (at === -1 || (option === "--config" && next === undefined)) return null;
  words.splice(at, option === "--config" ? 2 : 1);
  return option === "--config" ? (next ?? null) : option.slice("--config=".length);
}

function spawnWorker(): Worker {
  return new Worker(new URL("worker.ts", import.meta.url).href);
}

/** Written at once, so that nothing is lost when the program ends. */
function surroundings(): Cli {
  return {
    out: (text) => writeAll(1, Buffer.from(text)),
    err: (text) => writeAll(2, Buffer.from(text)),
    config: () => readConfig(undefined, file),
    spawnWorker,
    now: Date.now,
  };
}

async function runServer(): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), Date.now);
  try {
    const config = readConfig(undefined, file);
    const crash = (reason: string): void => {
      log.error("the store died", { reason });
      process.exit(1);
    };
    const running = await serve(config, spawnWorker, log, Date.now, crash);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      log.info("stopping");
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error("stopping failed", { reason: String(error) });
          process.exit(1);
        },
      );
    };
    process.on("SIGHUP", () => reload(running, log));
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
    const url = `${config.tls.certificate === "" ? "http" : "https"}://${writeAddress({ ...config.listen, port: running.port })}`;
    log.info("listening", { url, data: config.data, config: config.file });
    log.info("registration", { mode: config.admission.mode, chosen: config.admission.chosen });
    if (running.setupCode !== null) tellSetup(config.public_url || url, running.setupCode);
  } catch (error) {
    log.error("cannot start", { reason: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}

/** Read the configuration again; a broken one changes nothing. */
function reload(running: Running, log: Log): void {
  try {
    const { taken, afterRestart } = running.reload(readConfig(undefined, file));
    log.info("configuration reloaded", { taken: taken.join(", "), afterRestart: afterRestart.join(", ") });
  } catch (error) {
    log.error("the configuration was not reloaded; the one before holds", {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** For the person at the terminal, not for the log: it is a secret until it was used. */
function tellSetup(url: string, code: string): void {
  // "Every address" is none that a browser elsewhere could open.
  const here = url.replace(/(?<=\/\/)(0\.0\.0\.0|\[::\])(?=:\d+$)/, "127.0.0.1");
  const elsewhere =
    here === url ? "" : "  From another machine, write this one's name in place of 127.0.0.1.\n";
  process.stderr.write(
    `Nobody owns this server yet. Register as its owner with this link, which works once:\n  ${here}/#setup=${code}\n${elsewhere}`,
  );
}
