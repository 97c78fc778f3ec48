/** Running a place in the web client: webhooks, what is kept, reports, voices, and rooms in their order. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { register } from "../../sdk/src/http.ts";
import { HOOK_EVENTS } from "../../src/core/outgoing.ts";
import { EVENTS } from "../../web/src/state/webhook-events.ts";
import { startHookReceiver } from "../hook-receiver.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { holds, openBrowser, openWindow, program, signInAs, told, type Window } from "./browser.ts";

const PASSWORD = "correct horse";

test("every event that a webhook can be told of can be chosen", () => {
  expect([...EVENTS].sort()).toEqual([...HOOK_EVENTS].sort());
});

describe.skipIf(program === null)("running a place", () => {
  let koine: Koine;
  let browser: Browser;
  let ann: Window;
  let owner: Client;
  let bob: Client;
  let general = 0;

  beforeAll(async () => {
    koine = await startKoine({
      environment: {
        KOINE_LIMITS_BONFIRE: "10000/1s",
        KOINE_LIMITS_SIGN_IN: "1000/1s",
        KOINE_OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
      },
    });
    browser = await openBrowser();
    const enter = async (handle: string, name: string): Promise<Client> => {
      const { token } = await register(koine.url, { handle, password: PASSWORD, name });
      const client = createClient({ url: koine.url, token, agent: "test" });
      await client.online();
      return client;
    };
    owner = await enter("ann", "Ann");
    bob = await enter("bob", "Bob Baker");
    general = bob.state.space?.default_room_id ?? 0;
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 900 } });
    await signInAs(ann, "ann", PASSWORD);
  });
  afterAll(async () => {
    owner.close();
    bob.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const dialog = () => ann.page.getByRole("dialog").first();
  const settings = async (name: string): Promise<void> => {
    if ((await ann.page.getByRole("dialog").count()) === 0)
      await ann.page.getByRole("button", { name: "Settings" }).click();
    await dialog().getByRole("navigation").getByRole("button", { name, exact: true }).click();
    await dialog().getByRole("heading", { name, level: 2, exact: true }).waitFor();
  };
  const said = (content: string) => bob.state.messages[general]?.some((one) => one.content === content);
  const post = (address: string, content: string, embeds: readonly object[] = []): Promise<Response> =>
    fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ content, embeds }),
    });

  test("an incoming webhook: its address is shown once and posts, until it is rotated or deleted", async () => {
    await settings("Webhooks");
    await dialog().getByRole("button", { name: "New webhook" }).click();
    await dialog().getByLabel("Name", { exact: true }).fill("Deploys");
    await dialog().getByRole("button", { name: "Create" }).click();
    const address = dialog().getByLabel("Address to post to");
    const first = await address.inputValue();
    expect((await post(first, "Version 2 is out")).ok).toBe(true);
    await told(() => said("Version 2 is out") ?? false);
    const build = {
      title: "Build 17",
      url: "https://example.org/17",
      description: "All **green**",
      color: 0x1f9254,
      fields: [{ name: "Took", value: "3 min", inline: true }],
    };
    expect((await post(first, "", [build])).ok).toBe(true);
    await dialog()
      .getByRole("button", { name: /Deploys/ })
      .click();
    await dialog().getByRole("button", { name: "New secret" }).click();
    await ann.page
      .getByRole("dialog", { name: "New secret" })
      .getByRole("button", { name: "New secret" })
      .click();
    await holds(
      ann.page,
      `document.querySelector('[aria-label="Address to post to"]')?.value !== ${JSON.stringify(first)}`,
    );
    expect((await post(first, "By the old one")).status).toBe(404);
    expect((await post(await address.inputValue(), "By the new one")).ok).toBe(true);
    await dialog().getByRole("button", { name: "Delete webhook" }).click();
    await ann.page
      .getByRole("dialog", { name: "Delete webhook" })
      .getByRole("button", { name: "Delete", exact: true })
      .click();
    await dialog().getByText("There are no webhooks yet.").waitFor();
    const box = ann.page.getByRole("list", { name: "Boxes under the message", includeHidden: true });
    expect(await box.getByRole("link", { name: "Build 17", includeHidden: true }).getAttribute("href")).toBe(
      "https://example.org/17",
    );
    expect(await box.locator("strong").textContent()).toBe("green");
    expect(await box.locator("dt").textContent()).toBe("Took");
  });

  test("an outgoing webhook: its key is shown once, and its events can be changed", async () => {
    await dialog().getByRole("button", { name: "New webhook" }).click();
    await dialog().getByLabel("Kind").selectOption("outgoing");
    await dialog().getByLabel("Name", { exact: true }).fill("Mirror");
    await dialog().getByLabel("Address that events are posted to").fill("https://example.org/hook");
    await dialog().getByRole("checkbox", { name: "message_create" }).check();
    await dialog().getByRole("button", { name: "Create" }).click();
    expect(
      (await dialog().getByLabel("Key that requests are signed with").inputValue()).length,
    ).toBeGreaterThan(20);
    await dialog()
      .getByRole("button", { name: /Mirror/ })
      .click();
    const panel = dialog().getByRole("region", { name: "Mirror", exact: true });
    await panel.getByText("Everything was delivered.").waitFor();
    await panel.getByRole("switch", { name: "Switched on" }).press("Space");
    await dialog()
      .getByRole("button", { name: /Mirror/ })
      .getByText("off")
      .waitFor();
  });

  test("what an outgoing webhook was not told is listed, and delivered again", async () => {
    const gone = startHookReceiver();
    gone.answerWith(410);
    const room = (await owner.request({ type: "room_create", name: "greenhouse" })).room?.id ?? 0;
    await owner.request({
      type: "webhook_create",
      kind: "outgoing",
      name: "Sprinkler",
      url: gone.url,
      room_id: room,
      events: ["message_create"],
    });
    await settings("Webhooks");
    const row = dialog().getByRole("button", { name: /Sprinkler/ });
    await row.click();
    const panel = dialog().getByRole("region", { name: "Sprinkler" });
    await panel.getByText("Everything was delivered.").waitFor();
    await bob.send(room, "Water the beds");
    const lost = panel.getByRole("region", { name: "Could not be delivered" }).getByRole("listitem");
    await lost.getByText("It answered 410").waitFor();
    await lost.getByText("1 attempt").waitFor();
    await row.getByText("off", { exact: true }).waitFor();
    gone.answerWith(204);
    await panel.getByRole("switch", { name: "Switched on" }).press("Space");
    await row.getByText("off", { exact: true }).waitFor({ state: "detached" });
    await lost.getByRole("button", { name: "Deliver again" }).press("Enter");
    const [first] = gone.deliveries;
    const again = await gone.delivery((delivery) => delivery !== first);
    expect(again.id).toBe(first?.id ?? "");
    await panel.getByText("Everything was delivered.").waitFor();
    await ann.page.keyboard.press("Escape");
    gone.stop();
  });

  test("how long messages are kept: told what goes before it goes; the owner's hold stops it", async () => {
    const { id } = await bob.send(general, "Old news");
    await settings("Space");
    await dialog().getByRole("switch", { name: "Legal hold" }).press("Space");
    await told(() => bob.state.space?.legal_hold === true);
    await dialog().getByLabel("Messages are removed after").selectOption("1 year");
    await told(() => bob.state.space?.retention_ms === 365 * 24 * 3_600_000);
    expect(bob.state.messages[general]?.some((one) => one.id === id)).toBe(true);
    await dialog().getByRole("switch", { name: "Legal hold" }).press("Space");
    await told(() => bob.state.space?.legal_hold !== true);
    await ann.page.keyboard.press("Escape");
  });

  test("a message is reported from its menu", async () => {
    await bob.send(general, "Buy my cheap watches");
    const row = ann.page.getByRole("log").getByRole("article").filter({ hasText: "cheap watches" });
    await row.hover();
    await row.getByRole("button", { name: "More actions" }).click();
    await ann.page.getByRole("menuitem", { name: "Report" }).click();
    await dialog().getByLabel("What is wrong with it?").fill("Spam");
    await dialog().getByRole("button", { name: "Report" }).click();
    await ann.page.getByText("Reported. Thank you.").waitFor();
    await settings("Reports");
    await dialog().getByText("Spam").waitFor();
    await ann.page.keyboard.press("Escape");
  });

  test("rooms are moved by dragging, by keys, and into a category", async () => {
    const { page } = ann;
    const made = await roomsMade();
    const rooms = page.getByRole("navigation", { name: "Rooms" });
    const link = (name: string) => rooms.getByRole("link", { name, exact: true });
    const place = (id: number) => bob.state.rooms[id]?.position ?? 0;
    await link("alpha").dragTo(link("beta"), { targetPosition: { x: 20, y: 26 } });
    await told(() => place(made.alpha) > place(made.beta));
    await link("alpha").focus();
    await page.keyboard.press("Control+Shift+ArrowUp");
    await told(() => place(made.alpha) < place(made.beta));
    await link("alpha").dragTo(rooms.getByRole("button", { name: "Greek" }));
    await told(() => bob.state.rooms[made.alpha]?.parent_id === made.greek);
    await link("alpha").focus();
    await page.keyboard.press("Control+Shift+ArrowUp");
    await told(() => (bob.state.rooms[made.alpha]?.parent_id ?? 0) === 0);
    await page.getByText("alpha was moved").last().waitFor();
  });

  async function roomsMade(): Promise<Record<"alpha" | "beta" | "greek", number>> {
    const make = async (name: string, kind: string): Promise<number> =>
      (await owner.request({ type: "room_create", name, kind })).room?.id ?? 0;
    await make("hall", "voice");
    await make("attic", "voice");
    return {
      alpha: await make("alpha", "text"),
      beta: await make("beta", "text"),
      greek: await make("Greek", "category"),
    };
  }

  test("somebody in a voice room is muted for all, moved, and put out", async () => {
    const { page } = ann;
    const idOf = (name: string) => Object.values(bob.state.rooms).find((one) => one.name === name)?.id ?? 0;
    await bob.request({ type: "voice_join", room_id: idOf("hall") });
    const own = () => bob.state.voices[bob.state.user?.id ?? 0];
    const choose = async (name: string): Promise<void> => {
      await page.getByRole("button", { name: "Moderate Bob Baker" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name }).press("Enter");
    };
    await choose("Mute for everybody");
    await told(() => own()?.muted === true);
    await choose("Let them speak again");
    await told(() => own()?.muted !== true);
    await choose("Move to attic");
    await told(() => own()?.room_id === idOf("attic"));
    await choose("Put out of the room");
    await told(() => own() === undefined);
  });

  test("an invite link that is opened while one is signed in asks whether to join", async () => {
    await register(koine.url, { handle: "cid", password: PASSWORD, name: "Cid" });
    const { invite } = await owner.request({ type: "invite_create" });
    const cid = await openWindow(browser, koine.url);
    await signInAs(cid, "cid", PASSWORD);
    await cid.page.goto(`${koine.url}/#invite=${invite?.code}`);
    const asked = cid.page.getByRole("dialog", { name: "Join a space" });
    await asked.getByRole("button", { name: "Join" }).click();
    await asked.waitFor({ state: "detached" });
    await cid.page.getByRole("navigation", { name: "Rooms" }).waitFor();
    expect([...ann.errors, ...cid.errors]).toEqual([]);
  });
});
