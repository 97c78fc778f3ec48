/** What Prometheus is told, to whom, and that the dashboard, the alerts and the page name what there is. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { metricsPage } from "../src/cli/metrics/page.ts";
import { type Account, connect, enter, register } from "./gateway-client.ts";
import { chatToken, closeAll, enterChat } from "./i386chat-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

const ROOT = join(import.meta.dir, "..");
const TOKEN = "a long random text";

let koine: Koine;
let ann: Account;
let own: string;

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_METRICS_LISTEN: "127.0.0.1:0",
      KOINE_METRICS_TOKEN: TOKEN,
      KOINE_LIMITS_SIGN_IN: "2/1m",
    },
  });
  own = `http://${(await koine.logged((line) => line.for === "metrics")).address}`;
  ann = await register(koine.url, "ann");
});

afterAll(async () => {
  closeAll();
  await koine.stop();
  removeDirectories();
});

async function scrape(url = own): Promise<string> {
  const response = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toStartWith("text/plain; version=0.0.4");
  return await response.text();
}

/** The value of one sample; 0 when it is not there. */
function sampleOf(text: string, sample: string): number {
  const line = text.split("\n").find((each) => each.startsWith(`${sample} `));
  return Number(line?.slice(sample.length + 1) ?? 0);
}

test("who has no token, or a wrong one, is told nothing, on either port", async () => {
  for (const url of [own, koine.url]) {
    for (const said of ["", TOKEN, "Bearer", "Bearer a long random texT", `Bearer ${TOKEN} `.repeat(2)]) {
      const response = await fetch(`${url}/metrics`, { headers: { Authorization: said } });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain("koine_");
    }
  }
  expect(await scrape(koine.url)).toContain("koine_info");
  expect((await fetch(`${own}/healthz`)).status).toBe(404);
});

test("what happened is counted", async () => {
  const before = await scrape();
  const one = await enter(koine.gateway, ann.token);
  const two = await enter(koine.gateway, ann.token);
  await enterChat(koine.url, await chatToken(koine.url, ann));
  const room_id = one.ready.space.default_room_id;
  expect(await one.client.request({ type: "message_send", room_id, content: "hello" })).toMatchObject({
    type: "ok",
  });
  expect(await one.client.request({ type: "message_send", room_id: 1, content: "nowhere" })).toMatchObject({
    type: "error",
  });
  await two.client.event("message_create");
  await register(koine.url, "bob");
  await expect(register(koine.url, "cem")).rejects.toThrow("429");

  const after = await scrape();
  const grew = (sample: string): number => sampleOf(after, sample) - sampleOf(before, sample);
  expect(grew('koine_connections{dialect="bonfire"}')).toBe(2);
  expect(grew('koine_connections{dialect="i386chat"}')).toBe(1);
  expect(grew('koine_commands_total{command="message_send",outcome="ok"}')).toBe(1);
  expect(grew('koine_commands_total{command="message_send",outcome="not_found"}')).toBe(1);
  expect(grew('koine_rate_limited_total{limit="sign_in_address"}')).toBe(1);
  expect(grew('koine_deliveries_total{dialect="bonfire"}')).toBeGreaterThanOrEqual(2);
  expect(grew('koine_deliveries_total{dialect="i386chat"}')).toBeGreaterThanOrEqual(1);
  expect(grew("koine_commit_commands_sum")).toBeGreaterThanOrEqual(2);
  expect(sampleOf(after, 'koine_commit_seconds_bucket{le="+Inf"}')).toBe(
    sampleOf(after, "koine_commit_seconds_count"),
  );
  expect(sampleOf(after, "koine_log_streams")).toBeGreaterThan(0);
  expect(sampleOf(after, "process_resident_memory_bytes")).toBeGreaterThan(1e6);

  await one.client.close();
  await two.client.close();
  const lost = await connect(koine.gateway);
  lost.socket.terminate();
  await lost.closed;
  // Until the server has heard of it, too.
  let last = "";
  do last = await scrape();
  while (sampleOf(last, 'koine_connections{dialect="bonfire"}') > 0);
  const ended = (reason: string) =>
    sampleOf(last, `koine_connections_ended_total{dialect="bonfire",reason="${reason}"}`);
  expect(ended("left")).toBe(2);
  expect(ended("lost")).toBe(1);
});

test("a scrape is in the form that Prometheus reads", async () => {
  const types = new Map<string, string>();
  for (const line of (await scrape()).trimEnd().split("\n")) {
    const [, name = "", type = ""] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? [];
    if (type !== "") types.set(name, type);
    else if (line.startsWith("#")) expect(line).toMatch(/^# HELP [a-z_]+ .+$/);
    else {
      const [, sample = ""] =
        /^([a-z_]+)(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? -?[\d.]+(?:e[+-]?\d+)?$/.exec(line) ?? [];
      const family = sample.replace(/_(bucket|sum|count)$/, "");
      expect(types.has(sample) || types.get(family) === "histogram" ? "" : line).toBe("");
    }
  }
  expect(types.size).toBeGreaterThan(15);
});

test("every metric that the dashboard and the alerts name is in a scrape, and no metric is forgotten", async () => {
  const told = (await scrape()).split("\n").flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
  const named = (file: string): Set<string> => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const names = text.match(/\b(?:koine|process)_[a-z_]+/g) ?? [];
    return new Set(names.map((name) => name.replace(/_(bucket|sum|count)$/, "")));
  };
  const dashboard = named("deploy/grafana-dashboard.json");
  expect([...dashboard].filter((name) => !told.includes(name))).toEqual([]);
  expect(told.filter((name) => !dashboard.has(name))).toEqual([]);
  const alerts = named("deploy/alerts.yaml");
  expect(alerts.size).toBeGreaterThan(5);
  expect([...alerts].filter((name) => !told.includes(name))).toEqual([]);
});

test("the alerts' labels and values are ones that there are", async () => {
  const rules = readFileSync(join(ROOT, "deploy/alerts.yaml"), "utf8");
  const text = await scrape();
  for (const [, label, value] of rules.matchAll(/\{(reason|limit)="([^"]+)"/g)) {
    expect(text).toContain(`${label}="${value}"`);
  }
  expect(readFileSync(join(ROOT, "src/core/faults.ts"), "utf8")).toContain('"storage"');
});

test("docs/metrics.md is what the table says", () =>
  expect(readFileSync(join(ROOT, "docs/metrics.md"), "utf8")).toBe(metricsPage()));

test("without a token the shared port tells nothing, and the metrics' own tells all", async () => {
  const open = await startKoine({ environment: { KOINE_METRICS_LISTEN: "127.0.0.1:0" } });
  const { address } = await open.logged((line) => line.for === "metrics");
  expect((await fetch(`http://${address}/metrics`)).status).toBe(200);
  expect(
    await (await fetch(`${open.url}/metrics`, { headers: { Authorization: "Bearer " } })).text(),
  ).not.toContain("koine_info");
  await open.stop();
});
