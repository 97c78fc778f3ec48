/** The owner's settings: every page does what it says, seen by another member over the wire. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Client, createClient } from "../../sdk/src/client.ts";
import { login, register } from "../../sdk/src/http.ts";
import { AUDITED } from "../../src/core/audit.ts";
import { PERMISSIONS, ROOM_PERMISSIONS } from "../../src/core/permissions.ts";
import { ROOM_PERMISSIONS as SHOWN_IN_ROOMS } from "../../web/src/state/room-permissions.ts";
import { staffEn } from "../../web/src/texts/staff-en.ts";
import { type Koine, removeDirectories, startKoine } from "../koine.ts";
import { holds, openBrowser, openWindow, program, signInAs, told, type Window } from "./browser.ts";
import { badge } from "./sky.ts";

const PASSWORD = "correct horse";

test("every permission and every recorded act has a name", () => {
  expect(Object.keys(staffEn.permissionNames).sort()).toEqual(Object.keys(PERMISSIONS).sort());
  expect([...SHOWN_IN_ROOMS].sort()).toEqual([...ROOM_PERMISSIONS].sort());
  expect(Object.keys(staffEn.auditActions).sort()).toEqual(Object.keys(AUDITED).sort());
});

describe.skipIf(program === null)("the owner's settings", () => {
  let koine: Koine;
  let browser: Browser;
  let ann: Window;
  let bob: Client;
  let cid: Client;

  beforeAll(async () => {
    koine = await startKoine({
      environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "1000/1s" },
    });
    browser = await openBrowser();
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    const enter = async (handle: string, name: string): Promise<Client> => {
      const { token } = await register(koine.url, { handle, password: PASSWORD, name });
      const client = createClient({ url: koine.url, token, agent: "test" });
      await client.online();
      return client;
    };
    bob = await enter("bob", "Bob Baker");
    cid = await enter("cid", "Cid Cole");
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 900 } });
    await signInAs(ann, "ann", PASSWORD);
    await ann.page.getByRole("button", { name: "Settings" }).click();
  });
  afterAll(async () => {
    bob.close();
    cid.close();
    await browser.close();
    await koine.stop();
    removeDirectories();
  });

  const dialog = () => ann.page.getByRole("dialog").first();
  const goTo = async (name: string): Promise<void> => {
    await dialog().getByRole("navigation").getByRole("button", { name, exact: true }).click();
    await dialog().getByRole("heading", { name, level: 2, exact: true }).waitFor();
  };
  const roleOf = (name: string) => Object.values(bob.state.roles).find((role) => role.name === name);

  test("roles: making, naming, allowing, and the order by keyboard and by dragging", async () => {
    await goTo("Roles");
    for (const name of ["Gardener", "Keeper"]) {
      await dialog().getByRole("button", { name: "New role", exact: true }).first().click();
      const form = dialog().getByRole("region", { name: "New role" });
      await form.getByLabel("Name", { exact: true }).fill(name);
      await form.getByRole("button", { name: "Save" }).click();
      await told(() => roleOf(name) !== undefined);
    }
    const form = dialog().getByRole("region", { name: "Keeper" });
    await form.getByRole("switch", { name: "Pin and unpin messages" }).press("Space");
    await told(() => roleOf("Keeper")?.permissions.includes("pin") ?? false);
    await form.getByRole("switch", { name: "Pin and unpin messages" }).press("Space");
    await told(() => roleOf("Keeper")?.permissions.includes("pin") === false);

    const above = (a: string, b: string) => (roleOf(a)?.position ?? 0) > (roleOf(b)?.position ?? 0);
    const wasAbove = above("Gardener", "Keeper");
    const [low, high] = wasAbove ? ["Keeper", "Gardener"] : ["Gardener", "Keeper"];
    const grip = (name: string) => dialog().getByRole("button", { name: `Move ${name}`, exact: false });
    await grip(low).press("ArrowUp");
    await told(() => above(low, high));
    const [from, to] = [await grip(low).boundingBox(), await grip(high).boundingBox()];
    if (from === null || to === null) throw new Error("The roles have no place");
    await ann.page.mouse.move(from.x + 8, from.y + 8);
    await ann.page.mouse.down();
    await ann.page.mouse.move(to.x + 8, to.y + 10, { steps: 4 });
    await ann.page.mouse.up();
    await told(() => above(high, low));
  });

  test("members: found, renamed, given a role, explained, timed out and let go", async () => {
    await goTo("Members");
    await dialog().getByRole("searchbox").fill("cid");
    await dialog().getByText("Bob Baker").waitFor({ state: "detached" });
    await dialog()
      .getByRole("button", { name: /Cid Cole/ })
      .click();
    await dialog().getByLabel("Nickname", { exact: true }).fill("The Gardener");
    await dialog().getByRole("button", { name: "Save" }).click();
    await told(() => cid.state.members[cid.state.user?.id ?? 0]?.nickname === "The Gardener");
    await dialog().getByRole("switch", { name: "Gardener" }).press("Space");
    await told(() => (cid.state.members[cid.state.user?.id ?? 0]?.role_ids.length ?? 0) === 1);

    await dialog().getByLabel("do this").selectOption("pin");
    await dialog().getByRole("button", { name: "Explain" }).click();
    await dialog().getByRole("status").filter({ hasText: "No" }).waitFor();

    await dialog().getByRole("button", { name: "Time out" }).click();
    await ann.page
      .getByRole("dialog", { name: /Time out/ })
      .getByLabel("Reason")
      .fill("Shouting");
    await ann.page
      .getByRole("dialog", { name: /Time out/ })
      .getByRole("button", { name: "Time out" })
      .click();
    await told(() => (cid.state.members[cid.state.user?.id ?? 0]?.timeout_until ?? 0) > 0);
    await dialog().getByRole("button", { name: "End the timeout" }).click();
    await told(() => (cid.state.members[cid.state.user?.id ?? 0]?.timeout_until ?? 0) === 0);
  });

  test("rooms: changed, put in order, and closed to everyone but a role", async () => {
    const { room } = await createRoom("garden");
    await goTo("Rooms");
    await dialog().getByRole("button", { name: "Move garden", exact: false }).press("ArrowUp");
    await told(() => {
      const [garden, general] = ["garden", "general"].map((name) =>
        Object.values(bob.state.rooms).find((one) => one.name === name),
      );
      return (garden?.position ?? 0) < (general?.position ?? 0);
    });
    await dialog()
      .getByRole("list", { name: "Rooms" })
      .getByRole("button", { name: "garden", exact: true })
      .click();
    const form = dialog().getByRole("region", { name: "garden" });
    await form.getByLabel("Topic").fill("What grows");
    await form.getByLabel("Slow mode").selectOption("5000");
    await form.getByRole("button", { name: "Save" }).click();
    await told(() => bob.state.rooms[room]?.topic === "What grows");
    expect(bob.state.rooms[room]?.slow_mode_ms).toBe(5000);

    await form.getByRole("button", { name: "Add: For whom" }).click();
    await ann.page.getByRole("menuitem", { name: "Gardener" }).click();
    await form.getByRole("combobox", { name: "See rooms and their messages" }).selectOption("allow");
    await told(() => (bob.state.rooms[room]?.overrides?.length ?? 0) === 1);
    await form.getByRole("button", { name: "Add: For whom" }).click();
    await ann.page.getByRole("menuitem", { name: "Everyone" }).click();
    await form.getByRole("combobox", { name: "See rooms and their messages" }).selectOption("deny");
    await told(() => bob.state.rooms[room] === undefined);
    expect(cid.state.rooms[room]?.name).toBe("garden");
  });

  async function createRoom(name: string): Promise<{ room: number }> {
    const { token } = await login(koine.url, { handle: "ann", password: PASSWORD });
    const client = createClient({ url: koine.url, token, agent: "test" });
    await client.online();
    const made = await client.request({ type: "room_create", name });
    client.close();
    return { room: made.room?.id ?? 0 };
  }

  test("emojis, bots with a token shown once, and the space itself", async () => {
    await goTo("Emojis");
    await dialog()
      .getByLabel("Choose a picture")
      .setInputFiles({
        name: "Night Sky.png",
        mimeType: "image/png",
        buffer: Buffer.from(await badge([18, 40, 70], [250, 224, 150]).arrayBuffer()),
      });
    await dialog().getByRole("button", { name: "Add an emoji" }).click();
    await told(() => Object.values(bob.state.emojis).some(({ name }) => name === "night_sky"));
    await dialog().getByRole("button", { name: "Delete :night_sky:" }).click();
    await ann.page
      .getByRole("dialog", { name: /Delete :night_sky/ })
      .getByRole("button", { name: "Delete" })
      .click();
    await told(() => Object.keys(bob.state.emojis).length === 0);

    await goTo("Bots");
    await dialog().getByLabel("Handle").fill("weather");
    await dialog().getByRole("button", { name: "New bot" }).click();
    const token = await dialog().getByLabel("Token", { exact: true }).inputValue();
    const bot = createClient({ url: koine.url, token, agent: "test" });
    await bot.online();
    expect(bot.state.user?.handle).toBe("weather");
    bot.close();
    await dialog().getByRole("button", { name: "New token" }).click();
    await ann.page
      .getByRole("dialog", { name: "New token" })
      .getByRole("button", { name: "New token" })
      .click();
    await holds(
      ann.page,
      `document.querySelector('[aria-label="Token"]').value !== ${JSON.stringify(token)}`,
    );

    await goTo("Space");
    await dialog().getByLabel("Name", { exact: true }).fill("The Allotment");
    await dialog().getByRole("button", { name: "Save" }).click();
    await told(() => bob.state.space?.name === "The Allotment");
  });

  test("rules refuse, reports are handled, bans are made and lifted, and all of it is recorded", async () => {
    await goTo("Automatic rules");
    await dialog().getByRole("button", { name: "New rule" }).click();
    await dialog().getByLabel("Name", { exact: true }).fill("No slugs");
    await dialog().getByLabel("Words").fill("slug*");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog()
      .getByRole("button", { name: /No slugs/ })
      .waitFor();
    const general = bob.state.space?.default_room_id ?? 0;
    await expect(bob.send(general, "Slugs everywhere")).rejects.toThrow();
    await dialog().getByLabel("Try a text").fill("a slug");
    await dialog().getByRole("button", { name: "Try a text" }).click();
    await dialog().getByText("No slugs: “slug*”").waitFor();

    const { id } = await cid.send(general, "My roses are better than yours");
    await bob.request({ type: "report_create", message_id: id, reason: "Boasting" });
    await goTo("Reports");
    await dialog().getByText("Boasting").waitFor();
    await dialog().getByLabel("Note for the other moderators").fill("They are");
    await dialog().getByRole("button", { name: "Resolve" }).click();
    await dialog().getByText("Nothing to look at.").waitFor();

    await goTo("Members");
    await dialog().getByRole("searchbox").fill("cid");
    await dialog()
      .getByRole("button", { name: /The Gardener/ })
      .click();
    await dialog().getByRole("button", { name: "Ban", exact: true }).click();
    await ann.page.getByRole("dialog", { name: /^Ban/ }).getByRole("button", { name: "Ban" }).click();
    await dialog().getByText("Nobody fits this search.").waitFor();
    await goTo("Bans");
    await dialog().getByText("@cid").waitFor();
    await dialog().getByRole("button", { name: "Lift the ban" }).click();
    await dialog().getByText("Nobody is banned.").waitFor();

    await goTo("Audit log");
    await dialog().getByText("lifted a ban", { exact: false }).last().waitFor();
    await dialog().getByLabel("What").selectOption("ban_add");
    await dialog().getByRole("listitem").filter({ hasText: "banned" }).waitFor();
    expect(await dialog().getByRole("listitem").filter({ hasText: "made a role" }).count()).toBe(0);

    await goTo("Invites");
    await dialog().getByRole("button", { name: "New invite" }).click();
    await ann.page.getByRole("dialog", { name: "Invite people" }).waitFor();
    expect(ann.errors).toEqual([]);
  });
});
