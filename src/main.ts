/** The program: reads the command line and the configuration, and runs one command. */

import { chat } from "./cli/chat.ts";
import { jsonLog } from "./cli/log.ts";
import { serve } from "./cli/serve.ts";
import { readChatToken, readConfig } from "./config.ts";

const USAGE = `koine: a self-hosted chat server

  koine serve       run the server (KOINE_DATA, KOINE_LISTEN, KOINE_REGISTRATION,
                    KOINE_LIMITS_BONFIRE, KOINE_LIMITS_SIGN_IN)
  koine chat URL    chat in the terminal; "koine chat --help" says more
`;

const [command = "serve", ...rest] = process.argv.slice(2);
if (command === "serve" && rest.length === 0) await runServer();
else if (command === "chat") process.exit(await chat(rest, readChatToken()));
else {
  process.stdout.write(USAGE);
  process.exitCode = command === "help" || command === "--help" ? 0 : 2;
}

async function runServer(): Promise<void> {
  const log = jsonLog((line) => process.stdout.write(line), Date.now);
  try {
    const config = readConfig();
    const crash = (reason: string): void => {
      log.error("the store died", { reason });
      process.exit(1);
    };
    const running = await serve(
      config,
      () => new Worker(new URL("worker.ts", import.meta.url).href),
      log,
      Date.now,
      crash,
    );
    const host = config.hostname.includes(":") ? `[${config.hostname}]` : config.hostname;
    log.info("listening", { url: `http://${host}:${running.port}`, data: config.data });
    log.info("registration", { mode: config.registration, chosen: !config.registrationByDefault });
    if (running.setupCode !== null) tellSetup(`http://${host}:${running.port}`, running.setupCode);
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
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  } catch (error) {
    log.error("cannot start", { reason: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}

/** For the person at the terminal, not for the log: it is a secret until it was used. */
function tellSetup(url: string, code: string): void {
  process.stderr.write(
    `Nobody owns this server yet. Register as its owner with this link, which works once:\n  ${url}/#setup=${code}\n`,
  );
}
