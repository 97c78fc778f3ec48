/** The web client in a browser: opening a room of 100,000 messages, and scrolling in it. */

import { type Browser, chromium, type Page } from "playwright-core";
import { startKoine, temporaryDirectory } from "../koine-server.ts";
import { atMost, type Context, figure, type Part, type Report } from "../part.ts";
import { runProgram } from "../run-program.ts";

const STORED = 100_000;

/** What a frame may take, in milliseconds. */
const FRAME_MILLIS = 20;

/** Longest wait for one step, in milliseconds. */
const STEP_MILLIS = 30_000;

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

export const frames: Part = {
  about: "the web client: opening a room of 100,000 messages, and scrolling",
  run,
};

interface Measured {
  readonly name: string;
  /** From the press on the room's link to its newest message on the screen. */
  readonly opened: number;
  /** Work of the page for each frame while it scrolls, in milliseconds, ascending. */
  readonly work: readonly number[];
  /** Messages that went by. */
  readonly passed: number;
}

async function run({ builds, quick, progress }: Context): Promise<Report> {
  const program = PROGRAMS.map((name) => Bun.which(name)).find((path) => path !== null) ?? null;
  const measured: Measured[] = [];
  const title = `frames: the web client in a room of ${STORED.toLocaleString("en")} messages, ms`;
  const columns = ["server", "opened", "work a frame, median", "p95", "p99", "longest", "frames", "messages"];
  if (program === null)
    return { title, columns, rows: [], goals: [], notes: ["no Chromium is installed"], raw: [] };
  const browser = await chromium.launch({
    executablePath: program,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    for (const build of builds) {
      const directory = temporaryDirectory();
      const empty = await startKoine(build, { directory });
      const { token } = await empty.register("bench");
      const [quiet = 0] = await empty.makeRooms(token, 1);
      await empty.stop();
      progress("filling a room");
      const filled = (await runProgram(build.root, "seed.ts", ["history", directory, String(STORED)])) as {
        room: number;
      };
      const server = await startKoine(build, { directory });
      try {
        progress("scrolling");
        const url = `http://127.0.0.1:${server.port}`;
        measured.push({
          name: build.name,
          ...(await look(browser, url, token, quiet, filled.room, quick ? 150 : 600)),
        });
      } finally {
        await server.stop();
      }
    }
  } finally {
    await browser.close();
  }
  const [koine] = measured;
  const part = (work: readonly number[], share: number): number =>
    work[Math.min(work.length - 1, Math.floor(work.length * share))] ?? Number.NaN;
  return {
    title,
    columns,
    rows: measured.map(({ name, opened, work, passed }) => [
      name,
      figure(opened),
      figure(part(work, 0.5)),
      figure(part(work, 0.95)),
      figure(part(work, 0.99)),
      figure(work.at(-1) ?? Number.NaN),
      String(work.length),
      String(passed),
    ]),
    goals: [atMost("work of a frame while scrolling, p95, ms", part(koine?.work ?? [], 0.95), FRAME_MILLIS)],
    notes: [
      "A frame's work is the time from its begin to the first moment in which the page has nothing left to do: script, styles, layout.",
      "Pages of history are asked for and drawn meanwhile. Painting is on other threads, without a graphics card.",
    ],
    raw: measured,
  };
}

async function look(
  browser: Browser,
  url: string,
  token: string,
  quiet: number,
  room: number,
  count: number,
): Promise<Omit<Measured, "name">> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(STEP_MILLIS);
  const page = await context.newPage();
  try {
    const account = JSON.stringify({ server: url, token, handle: "bench", space: "" });
    await page.addInitScript(`localStorage.setItem("koine.account", ${JSON.stringify(account)})`);
    await page.goto(`${url}/#/${quiet}`);
    await page.getByRole("log").waitFor();
    await page.locator(`a[href="#/${room}"]`).waitFor();
    const opened = Number(await page.evaluate(OPEN(room)));
    const { work, passed } = (await scrolled(page, count)) as Omit<Measured, "name" | "opened">;
    return { opened, work: work.toSorted((a, b) => a - b), passed };
  } finally {
    await context.close();
  }
}

const scrolled = (page: Page, count: number): Promise<unknown> => page.evaluate(SCROLL(count));

/** Press the link and wait until the newest message is drawn. */
const OPEN = (room: number): string => `new Promise((resolve) => {
  const begun = performance.now();
  const look = () => {
    const rows = document.querySelectorAll('[role="log"] article');
    if (rows.length > 5) resolve(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  document.querySelector('a[href="#/${room}"]').click();
  requestAnimationFrame(look);
})`;

/** Scroll up for so many frames, as fast as a hand on a wheel; a message after the frame tells when its work is done. */
const SCROLL = (count: number): string => `new Promise((resolve) => {
  const log = document.querySelector('[role="log"]');
  const work = [];
  const seen = new Set();
  const channel = new MessageChannel();
  let begun = 0;
  channel.port1.onmessage = () => {
    work.push(performance.now() - begun);
    for (const row of log.querySelectorAll("article")) seen.add(row.id);
    if (work.length < ${count}) requestAnimationFrame(frame);
    else resolve({ work, passed: seen.size });
  };
  const frame = () => {
    begun = performance.now();
    log.scrollTop -= 120;
    channel.port2.postMessage(0);
  };
  requestAnimationFrame(frame);
})`;
