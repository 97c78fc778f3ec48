/** One's own settings, further spaces, a finger on a phone, and a page from right to left. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Locator } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { login, register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { holds, openBrowser, openWindow, program, signInAs, told, type Window } from "./browser.ts";

const PASSWORD = "correct horse";

describe.skipIf(program === null)("one's own", () => {
  let koine: Koine;
  let browser: Browser;
  let ann: Window;
  let other: Client;
  let bob: Client;
  let isEnded = false;

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    browser = await openBrowser();
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    const { token } = await login(koine.url, { handle: "ann", password: PASSWORD, client: "kitchen tablet" });
    other = createClient({
      url: koine.url,
      token,
      agent: "test",
      onStatus: (status) => {
        isEnded = status === "closed";
      },
    });
    await other.online();
    const made = await register(koine.url, { handle: "bob", password: PASSWORD, name: "Bob Baker" });
    bob = createClient({ url: koine.url, token: made.token, agent: "test" });
    await bob.online();
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 900 } });
    await ann.context.grantPermissions(["notifications", "clipboard-read", "clipboard-write"]);
    await signInAs(ann, "ann", PASSWORD);
  });
  afterAll(async () => {
    other.close();
    bob.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const general = () => other.state.space?.default_room_id ?? 0;

  test("levels and quiet hours are kept, and decide what the browser shows", async () => {
    const { page } = ann;
    await page.evaluate(`window.shown = [];
      class Kept { static permission = "granted"; static requestPermission = async () => "granted";
        constructor(title, { body }) { window.shown.push(title + ": " + body); } close() {} }
      window.Notification = Kept;
      Object.defineProperty(document, "hasFocus", { value: () => false });`);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Notifications", exact: true }).click();
    await page.getByRole("switch", { name: "Notifications of this browser" }).press("Space");
    await page.getByRole("switch", { name: "Notifications of this browser", checked: true }).waitFor();
    await bob.send(general(), "Nothing for anybody");
    await bob.send(general(), `Come here <@${other.state.user?.id}>`);
    await holds(page, "window.shown.length > 0");
    expect(await page.evaluate("window.shown.length")).toBe(1);
    await page.getByLabel("Notify me of").selectOption("all");
    await told(() => other.state.settings.notifications?.[0]?.level === "all");
    await bob.send(general(), "For everybody");
    await holds(page, "window.shown.at(-1) === 'Bob Baker in #general: For everybody'");

    await page.getByRole("switch", { name: "Quiet hours" }).press("Space");
    await page.getByLabel("From", { exact: true }).fill("00:00");
    await page.getByLabel("To", { exact: true }).fill("23:59");
    await page.getByRole("button", { name: "Save" }).click();
    await told(() => other.state.settings.quiet_hours?.to_minute === 23 * 60 + 59);
    await page.getByRole("switch", { name: "Quiet hours" }).press("Space");
    await told(() => other.state.settings.quiet_hours === undefined);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "general" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Notify: Nothing" }).click();
    await told(() => other.state.settings.notifications?.some(({ level }) => level === "none") ?? false);
  });

  test("sign-ins are listed and ended", async () => {
    await ann.page.getByRole("button", { name: "Settings" }).click();
    await ann.page.getByRole("button", { name: "Sign-ins" }).click();
    const row = ann.page.getByRole("listitem").filter({ hasText: "kitchen tablet" });
    await ann.page.getByText("this one").waitFor();
    await row.getByRole("button", { name: "End" }).click();
    await row.waitFor({ state: "detached" });
    await told(() => isEnded);
    await ann.page.keyboard.press("Escape");
  });

  test("a further space is made and entered, and one comes back", async () => {
    const { page } = ann;
    const first = await page.getByRole("heading", { level: 1 }).textContent();
    await page.getByTitle("Menu of the space").click();
    await page.getByRole("menuitem", { name: "New space" }).click();
    await page.getByLabel("Name", { exact: true }).fill("The Shed");
    await page.getByLabel("Name in addresses").fill("shed");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByRole("heading", { name: "The Shed", level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "The Shed", level: 1 }).waitFor();
    await page.getByTitle("Menu of the space").click();
    await page.getByRole("menuitem", { name: first ?? "" }).click();
    await page.getByRole("heading", { name: first ?? "", level: 1 }).waitFor();
    expect(ann.errors).toEqual([]);
  });

  test("a finger drawn across a phone goes from pane to pane", async () => {
    const phone = await openWindow(browser, koine.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = phone;
    await signInAs(phone, "bob", PASSWORD);
    await page.getByRole("link", { name: "general" }).click();
    await page.getByRole("heading", { name: "general", exact: true }).waitFor();
    const draw = (from: number, to: number) =>
      page.evaluate(`(() => {
        const target = document.querySelector(".frame");
        const touch = (x) => new Touch({ identifier: 1, target, clientX: x, clientY: 300 });
        target.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(${from})], changedTouches: [touch(${from})] }));
        target.dispatchEvent(new TouchEvent("touchend", { changedTouches: [touch(${to})] }));
      })()`);
    await draw(40, 240);
    await page.getByRole("navigation", { name: "Rooms" }).waitFor();
    await draw(240, 40);
    await page.getByRole("heading", { name: "general", exact: true }).waitFor();
    await phone.context.close();
  });

  test("on a phone one button at the composer gives files and polls", async () => {
    const phone = await openWindow(browser, koine.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = phone;
    await signInAs(phone, "bob", PASSWORD);
    await page.getByRole("link", { name: "general" }).tap();
    const more = page.getByRole("button", { name: "Add files or a poll" });
    await more.tap();
    const chosen = page.waitForEvent("filechooser");
    await page.getByRole("menuitem", { name: "Attach files" }).tap();
    await (await chosen).setFiles({
      name: "seeds.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("beans"),
    });
    await page.getByRole("button", { name: "Remove seeds.txt" }).tap();

    await more.tap();
    await page.getByRole("menuitem", { name: "Create a poll" }).tap();
    const form = page.getByRole("dialog");
    await form.getByLabel("Question").fill("What do we sow?");
    await form.getByLabel("Option 1").fill("Beans");
    await form.getByLabel("Option 2").fill("Peas");
    await form.getByRole("button", { name: "Create", exact: true }).tap();
    await page.getByRole("log").getByText("What do we sow?").waitFor();
    expect(phone.errors).toEqual([]);
    await phone.context.close();
  });

  test("on a phone rooms are moved by a finger: in the menu of one that rests, and by drawing in the settings", async () => {
    const { token } = await login(koine.url, { handle: "ann", password: PASSWORD });
    const owner = createClient({ url: koine.url, token, agent: "test" });
    await owner.online();
    const make = async (name: string): Promise<number> =>
      (await owner.request({ type: "room_create", name })).room?.id ?? 0;
    const [opal, pearl] = [await make("opal"), await make("pearl")];
    const isAbove = (a: number, b: number) =>
      (owner.state.rooms[a]?.position ?? 0) < (owner.state.rooms[b]?.position ?? 0);
    const phone = await openWindow(browser, koine.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = phone;
    await signInAs(phone, "ann", PASSWORD);
    const fingers = await phone.context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
      fingers.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
    const middleOf = async (what: Locator): Promise<readonly [number, number]> => {
      const box = await what.boundingBox();
      if (box === null) throw new Error("It is not shown");
      return [box.x + box.width / 2, box.y + box.height / 2];
    };

    await touch("touchStart", ...(await middleOf(page.getByRole("link", { name: "opal" }))));
    await page.getByRole("menuitem", { name: "Move down" }).waitFor();
    await touch("touchEnd");
    await page.getByRole("menuitem", { name: "Move down" }).tap();
    await told(() => isAbove(pearl, opal));

    await page.getByRole("button", { name: "Settings" }).tap();
    await page.getByRole("button", { name: "Rooms", exact: true }).tap();
    const grip = (name: string) => page.getByRole("button", { name: `Move ${name}`, exact: false });
    await grip("pearl").scrollIntoViewIfNeeded();
    const [x, y] = await middleOf(grip("pearl"));
    const [, below] = await middleOf(grip("opal"));
    await touch("touchStart", x, y);
    await touch("touchMove", x, (y + below) / 2);
    await touch("touchMove", x, below);
    await touch("touchEnd");
    await told(() => isAbove(opal, pearl));
    expect(phone.errors).toEqual([]);
    owner.close();
    await phone.context.close();
  });

  test("from right to left the rooms are on the right, and nothing sticks out", async () => {
    const window = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 800 } });
    const { page } = window;
    await page.evaluate("localStorage.setItem('koine.language', 'rtl')");
    await page.reload();
    await signInAs(window, "bob", PASSWORD);
    const rooms = await page.getByRole("navigation", { name: "Rooms" }).boundingBox();
    expect((rooms?.x ?? 0) + (rooms?.width ?? 0)).toBe(1280);
    await page.getByTitle("Menu of the space").click();
    const menu = await page.getByRole("menu").boundingBox();
    expect(menu?.x).toBeGreaterThan(900);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1280);
    await page.getByRole("button", { name: "Settings" }).click();
    const nav = await page.getByRole("navigation", { name: "Settings" }).boundingBox();
    const name = await page.getByLabel("Display name").boundingBox();
    expect(nav?.x ?? 0).toBeGreaterThan(name?.x ?? 1280);
    await window.context.close();
  });
});
