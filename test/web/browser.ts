/** A real browser against a real server. */

import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";

/** Where Debian puts it. */
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

export const program = PROGRAMS.map((name) => Bun.which(name)).find((path) => path !== null) ?? null;

/** Longest wait for one step: for slow and shared machines. */
export const STEP_MILLIS = 15_000;

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page said of errors: broken scripts, and what the Content-Security-Policy refused. */
  readonly errors: string[];
}

export async function openBrowser(): Promise<Browser> {
  if (program === null) throw new Error("No Chromium is installed");
  return await chromium.launch({
    executablePath: program,
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
    ],
  });
}

/** A window of its own, as on another device. */
export async function openWindow(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Window> {
  const context = await browser.newContext({ locale: "en-GB", serviceWorkers: "block", ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  context.setDefaultTimeout(STEP_MILLIS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (said) => {
    // A connection that fails is told there as well; those tests cut it themselves.
    if (said.type() === "error" && !/ERR_|WebSocket|Failed to load resource/.test(said.text()))
      errors.push(said.text());
  });
  await page.goto(url);
  return { page, context, errors };
}

/** Registers through the page; whoever comes first and owns the space passes by the first steps. */
export async function registerIn({ page }: Window, handle: string): Promise<void> {
  await page.getByRole("button", { name: "Create account" }).first().click();
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.getByRole("button", { name: "Create account" }).click();
}

/** Signs in through the page, and waits for the conversation. */
export async function signInAs({ page }: Window, handle: string, password: string): Promise<void> {
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Rooms" }).waitFor();
}

/** The buttons that open the pages of the settings. */
export async function settingsPages(page: Page): Promise<Locator[]> {
  return await page.getByRole("navigation", { name: "Settings" }).locator("li button").all();
}

/**
 * Wait until an expression is true in the page. Playwright's own way asks by `eval` from within the page, which the
 * Content-Security-Policy refuses whenever the first answer is no.
 */
export async function holds(page: Page, expression: string): Promise<void> {
  const end = Date.now() + STEP_MILLIS;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > end) throw new Error(`It does not become true: ${expression}`);
    await Bun.sleep(20);
  }
}

/** Wait until what a client of the test was told fits. */
export function told(fits: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!fits()) return;
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(look, 20);
    look();
  });
}
