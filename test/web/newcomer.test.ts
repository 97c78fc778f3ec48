/** What somebody meets who is new and looks at it on a phone, much enlarged, or with a bad connection. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Locator, Page } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { register } from "../../sdk/src/http.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { startProxy, type TcpProxy } from "../tcp-proxy.ts";
import { holds, openBrowser, openWindow, program, signInAs, told, type Window } from "./browser.ts";

const PASSWORD = "correct horse";
const LONG = "Maximiliane-Charlotte von Hohenzollern-Sigmaringen zu Waldeck";

describe.skipIf(program === null)("a newcomer", () => {
  let koine: Koine;
  let proxy: TcpProxy;
  let browser: Browser;
  let owner: Client;
  let max: Client;
  let general: number;

  const enter = async (handle: string, name: string): Promise<Client> => {
    const { token } = await register(koine.url, { handle, password: PASSWORD, name });
    const client = createClient({ url: koine.url, token, agent: "test" });
    await client.online();
    return client;
  };
  /** A window of the newcomer's, in the first room. */
  const visit = async (width: number, height: number, url = koine.url): Promise<Window> => {
    const window = await openWindow(browser, url, {
      viewport: { width, height },
      hasTouch: width < 500,
      isMobile: width < 500,
    });
    await signInAs(window, "nina", PASSWORD);
    await window.page.evaluate(`location.hash = "#/${general}"`);
    await window.page.getByRole("log").getByRole("article").last().waitFor();
    return window;
  };
  const row = (page: Page, text: string): Locator =>
    page.getByRole("log").getByRole("article").filter({ hasText: text }).last();
  /** Whether nothing of it is cut off by an edge of the window. */
  const isWhole = async (page: Page, what: Locator): Promise<boolean> => {
    const box = await what.boundingBox();
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    return (
      box !== null &&
      box.x >= 0 &&
      box.y >= 0 &&
      box.x + box.width <= width + 1 &&
      box.y + box.height <= height + 1
    );
  };

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    proxy = await startProxy(Number(new URL(koine.url).port));
    owner = await enter("ann", "Ann");
    max = await enter("max", LONG);
    (await enter("nina", "Nina")).close();
    general = owner.state.space?.default_room_id ?? 0;
    for (let i = 0; i < 30; i += 1) await owner.send(general, `before ${i}`);
    const asked = await max.send(
      general,
      `Is <@${owner.state.user?.id}> there, and can everybody here read all of this?`,
    );
    await max.send(general, "I ask again", { reply_to: asked.id });
    browser = await openBrowser();
  });
  afterAll(async () => {
    owner.close();
    max.close();
    await browser.close();
    proxy.close();
    await koine.stop();
    removeDirectories();
  });

  test("on a phone long names push nothing out of sight: answers, cards, and what one answers", async () => {
    const phone = await visit(390, 844);
    const { page } = phone;
    const again = row(page, "I ask again");
    // The one who is mentioned is named, although nobody asked for the list of members.
    await again.getByText("Is @Ann there").waitFor();
    expect(await page.evaluate(`document.querySelector("[role=log]").scrollWidth`)).toBe(390);
    await again.getByRole("button", { name: LONG }).tap();
    const card = page.getByRole("dialog", { name: `Profile of ${LONG}` });
    await card.waitFor();
    expect(await isWhole(page, card)).toBe(true);
    await page.keyboard.press("Escape");
    await again.focus();
    await page.keyboard.press("r");
    const lead = page.getByText(`Replying to ${LONG}`);
    await lead.waitFor();
    expect((await lead.boundingBox())?.height ?? 99).toBeLessThan(30);
    expect(phone.errors).toEqual([]);
    await phone.context.close();
  });

  test("on a phone the name of the room has the most of its head; what is seldom wanted is behind one button", async () => {
    const phone = await visit(390, 844);
    const { page } = phone;
    expect(await page.getByRole("button", { name: "Threads" }).isVisible()).toBe(false);
    expect((await page.getByRole("heading", { name: "general" }).boundingBox())?.width ?? 0).toBeGreaterThan(
      150,
    );
    await page.getByRole("button", { name: "More of #general" }).tap();
    await page.getByRole("menuitem", { name: "Pinned messages" }).tap();
    await page.getByRole("complementary", { name: "Pinned messages" }).waitFor();
    await phone.context.close();
  });

  test("enlarged four times the emojis are within the window", async () => {
    const large = await visit(320, 256);
    const { page } = large;
    await page.getByRole("button", { name: "Insert an emoji" }).tap();
    const picker = page.getByRole("dialog", { name: "Insert an emoji" });
    await picker.getByRole("searchbox").waitFor();
    expect(await isWhole(page, picker)).toBe(true);
    await large.context.close();
  });

  test("the newest message stays in sight while the field below it grows", async () => {
    const { page, context } = await visit(1280, 500);
    const atEnd = `(() => {
      const log = document.querySelector("[role=log]");
      return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
    })()`;
    await holds(page, atEnd);
    await page.locator("#composer").fill("one\ntwo\nthree\nfour\nfive\nsix");
    await holds(page, atEnd);
    expect(await isWhole(page, row(page, "I ask again"))).toBe(true);
    await context.close();
  });

  test("the room that one goes to is in sight in the list of rooms", async () => {
    const made: number[] = [];
    for (let i = 0; i < 60; i += 1)
      made.push((await owner.request({ type: "room_create", name: `bed-${i}` })).room?.id ?? 0);
    const { page, context } = await visit(1280, 800);
    await page.evaluate(`location.hash = "#/${made.at(-1)}"`);
    await page.getByRole("heading", { name: "bed-59" }).waitFor();
    const link = page.getByRole("link", { name: "bed-59", exact: true });
    expect(await isWhole(page, link)).toBe(true);
    await context.close();
  });

  test("what mentions one is found over all rooms, leads there, and is marked as seen", async () => {
    const { room } = await owner.request({ type: "room_create", name: "orchard" });
    await owner.send(room?.id ?? 0, "The apples are ripe, @nina");
    const { page, context, errors } = await visit(1280, 800);
    await page.getByRole("button", { name: "Mentions" }).click();
    const list = page.getByRole("dialog", { name: "Mentions" });
    const apples = list.getByRole("article").filter({ hasText: "The apples are ripe" });
    await apples.getByText("New", { exact: true }).waitFor();
    await list.getByRole("button", { name: "Mark all as seen" }).press("Enter");
    await apples.getByText("New", { exact: true }).waitFor({ state: "detached" });
    await apples.getByRole("link", { name: "#orchard" }).press("Enter");
    await page.getByRole("heading", { name: "orchard" }).waitFor();
    expect(await list.count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  test("a role that members may take is taken and left in one's settings", async () => {
    const { role } = await owner.request({ type: "role_create", name: "Early bird", self_assignable: true });
    const { members } = await owner.members();
    const nina = members.find(({ user }) => user.handle === "nina")?.user.id ?? 0;
    const holds = () => owner.state.members[nina]?.role_ids.includes(role?.id ?? 0) ?? false;
    const { page, context, errors } = await visit(1280, 800);
    await page.getByRole("button", { name: "Settings" }).click();
    const bird = page.getByRole("switch", { name: "Early bird" });
    await bird.press("Space");
    await told(holds);
    await bird.press("Space");
    await told(() => !holds());
    expect(errors).toEqual([]);
    await context.close();
  });

  test("a message on its way stands where it will stand", async () => {
    const window = await visit(1280, 800, `http://127.0.0.1:${proxy.port}`);
    const { page } = window;
    const write = async (text: string): Promise<void> => {
      await page.locator("#composer").fill(text);
      await page.keyboard.press("Enter");
    };
    await write("While it holds");
    await row(page, "While it holds").getByRole("button", { name: "Nina" }).waitFor();
    proxy.turnTo(1); // Nobody is there.
    await page.getByText("No connection").waitFor();
    await write("When it is gone");
    const waiting = row(page, "When it is gone");
    await waiting.getByLabel("Sending").waitFor();
    expect(await waiting.getByText("Nina").count()).toBe(0);
    await window.context.close();
  });
});
