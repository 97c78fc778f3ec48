/** Other networks in the owner's settings: how their programs are, and starting one again. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { createClient } from "../../sdk/src/client.ts";
import { login, register } from "../../sdk/src/http.ts";
import { upload } from "../../sdk/src/upload.ts";
import { INIT, KOINE_1, type Peer, type Run, startPeer } from "../backend-peer.ts";
import { NO_HISTORY, saying, text } from "../backend-stage.ts";
import { type Koine, removeDirectories, startKoine, temporaryDirectory } from "../koine.ts";
import { holds, openBrowser, openWindow, program, signInAs, type Window } from "./browser.ts";

const PASSWORD = "correct horse";

describe.skipIf(program === null)("other networks", () => {
  let koine: Koine;
  let peer: Peer;
  let browser: Browser;
  let ann: Window;

  beforeAll(async () => {
    peer = startPeer("plain");
    const file = join(temporaryDirectory(), "koine.toml");
    writeFileSync(file, peer.table('rooms = ["#general"]\naccount = "ann"'));
    koine = await startKoine({ options: ["--config", file] });
    // The program has a deadline for its first word, and a slow machine takes longer to show the first page.
    (await peer.next()).say(INIT);
    await register(koine.url, { handle: "ann", password: PASSWORD, name: "Ann" });
    browser = await openBrowser();
    ann = await openWindow(browser, koine.url, { viewport: { width: 1280, height: 800 } });
    await signInAs(ann, "ann", PASSWORD);
  });
  afterAll(async () => {
    await browser.close();
    await koine.stop();
    peer.stop();
    removeDirectories();
  });

  test("a backend's state is told as it changes, and it is started again", async () => {
    const { page } = ann;
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Other networks" }).click();
    const row = page.getByRole("list", { name: "Other networks" }).getByRole("listitem");
    await row.filter({ hasText: "plain" }).getByText("running").waitFor();
    await row.getByRole("button", { name: "Restart" }).press("Enter");
    const run = await peer.next();
    await row.getByText("starting").waitFor();
    run.say(INIT);
    await row.getByText("running").waitFor();
    expect(ann.errors).toEqual([]);
  });

  test("a room is linked with one there, and unlinked", async () => {
    const { page } = ann;
    const networks = page.getByRole("list", { name: "Other networks" });
    const { token } = await login(koine.url, { handle: "ann", password: PASSWORD });
    const other = createClient({ url: koine.url, token, agent: "test" });
    await other.online();
    await other.request({ type: "room_create", name: "garden" });
    await networks.getByRole("button", { name: "Link a room" }).click();
    const form = page.getByRole("form", { name: "Link a room" });
    await form.getByLabel("Room here").selectOption("#garden");
    await form.getByLabel("Room there").fill("#beds");
    await form.getByRole("button", { name: "Link", exact: true }).click();
    const link = page.getByRole("list", { name: "Linked by plain" }).getByRole("listitem");
    await link.filter({ hasText: "#garden ↔ #beds" }).waitFor();
    const linked = async (): Promise<readonly string[]> => {
      const { backends = [] } = await other.request({ type: "backends_get" });
      return backends.flatMap(({ links = [] }) => links.map(({ name }) => name));
    };
    expect(await linked()).toContain("#beds");
    await link.getByRole("button", { name: "Unlink #garden and #beds" }).click();
    await page
      .getByRole("dialog", { name: /^Unlink/ })
      .getByRole("button", { name: "Unlink" })
      .click();
    await link.filter({ hasText: "#beds" }).waitFor({ state: "detached" });
    expect(await linked()).not.toContain("#beds");
    other.close();
  });

  /** Answers what the server asks, up to the first request of that type. */
  async function answerUntil(run: Run, last: string): Promise<void> {
    const orchard = { id: "r9", parent: null, name: "orchard", sendable: true };
    const answers: Readonly<Record<string, unknown>> = {
      RoomCreate: { type: "RoomID", value: "r9" },
      RoomJoin: { type: "Success", value: null },
      RoomGet: { type: "Room", value: orchard },
    };
    for (let type = ""; type !== last; ) {
      const { sequence_number, body } = await run.hear();
      ({ type } = body);
      run.say({ sequence_number, body: answers[type] ?? NO_HISTORY });
    }
  }

  test("a room is made there, and who says the code over there is shown as the one who asked for it", async () => {
    const { page } = ann;
    const networks = page.getByRole("list", { name: "Other networks" });
    await networks.getByRole("button", { name: "Restart" }).click();
    const run = await peer.next();
    await networks.getByText("starting").waitFor();
    run.say(KOINE_1);
    await networks.getByText("running").waitFor();
    await networks.getByRole("button", { name: "New room there" }).click();
    const form = page.getByRole("form", { name: "New room there" });
    await form.getByLabel("Name of the new room").fill("orchard");
    await form.getByRole("button", { name: "Make it" }).click();
    await answerUntil(run, "RoomGet");

    const lasting = { extra: { koine: { sender_name: "bobby", lasting: true } } };
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: /orchard/ }).click();
    run.say(saying("o1", "r9", text("Apples!"), lasting));
    await answerUntil(run, "MessageGetBefore");
    const apples = page.getByRole("article").filter({ hasText: "Apples!" });
    await apples.getByRole("button", { name: "bobby" }).first().click();
    const card = page.getByRole("dialog", { name: "Profile of bobby" });
    await card.getByRole("button", { name: "That's me" }).click();
    const phrase = (await card.getByText(/^koine-claim ann /).textContent()) ?? "";
    run.say(saying("o2", "r9", text(phrase), lasting));
    await page.keyboard.press("Escape");
    run.say(saying("o3", "r9", text("Pears!"), lasting));
    // What was said before is shown under the new name, too, and both stand together.
    await page.getByRole("article").filter({ hasText: "Pears!" }).waitFor();
    await apples.getByRole("button", { name: "Ann", exact: true }).first().waitFor();
    expect(await page.getByText(phrase).count()).toBe(0);

    // Undone on the card, by keyboard alone.
    const two = page.getByRole("status").filter({ hasText: "You and bobby are two again." });
    const undo = page.getByRole("button", { name: "Undo that you are bobby" });
    const sure = page.getByRole("dialog", { name: "Undo that you are bobby" });
    await apples.getByRole("button", { name: "Ann", exact: true }).first().press("Enter");
    const own = page.getByRole("dialog", { name: "Profile of Ann" });
    await own.getByText("This is you, as bobby.").waitFor();
    await undo.press("Enter");
    await sure.getByRole("button", { name: "Undo", exact: true }).press("Enter");
    await two.waitFor();
    await card.getByRole("button", { name: "That's me" }).waitFor();
    await holds(page, `document.activeElement.closest(".profile") !== null`);
    await apples.getByRole("button", { name: "bobby", exact: true }).first().waitFor();

    // And shown again, where the settings list it.
    await page.getByRole("button", { name: "That's me" }).click();
    const again = (await page.getByText(/^koine-claim ann /).textContent()) ?? "";
    run.say(saying("o4", "r9", text(again), lasting));
    await page.getByText("This is you, as bobby.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Account", exact: true }).click();
    const listed = page.getByRole("list", { name: "You on other networks" }).getByRole("listitem");
    await listed.filter({ hasText: "bobby" }).filter({ hasText: "@plain" }).waitFor();
    await undo.press("Enter");
    await sure.getByRole("button", { name: "Cancel" }).press("Enter");
    await holds(page, `document.activeElement.textContent === "Undo"`);
    await undo.press("Enter");
    await sure.getByRole("button", { name: "Undo", exact: true }).press("Enter");
    await listed.waitFor({ state: "detached" });
    await holds(page, `document.activeElement.textContent === "You on other networks"`);
    await page.getByRole("button", { name: "Other networks" }).click();
    expect(ann.errors).toEqual([]);
  });

  test("the server's health is read again while it is shown", async () => {
    const { page } = ann;
    await page.getByRole("button", { name: "Server", exact: true }).click();
    const shown = page.getByRole("region", { name: "Server" });
    await shown.getByText(/^Koine\//).waitFor();
    await shown
      .getByText(/^\d+(\.\d)? [MG]B$/)
      .first()
      .waitFor();
    await shown.getByRole("meter", { name: "Part of the disk that is used" }).waitFor();
    await shown
      .getByRole("listitem")
      .filter({ hasText: "Link previews" })
      .getByText("nothing waits")
      .waitFor();
    await shown.getByRole("listitem").filter({ hasText: "plain" }).getByText("running").waitFor();
    await shown.getByText("0 files").waitFor();
    await shown.getByText("bonfire 1").waitFor();
    // Without a reload, and without asking.
    const { token } = await login(koine.url, { handle: "ann", password: PASSWORD });
    const other = createClient({ url: koine.url, token, agent: "test" });
    await other.online();
    await upload({ url: koine.url, token, file: new Blob(["by hand"]), name: "notes.txt" });
    await shown.getByText("1 file").waitFor();
    await shown.getByText("bonfire 2").waitFor();
    other.close();
    await shown.getByText("bonfire 1").waitFor();
    expect(ann.errors).toEqual([]);
  });
});
