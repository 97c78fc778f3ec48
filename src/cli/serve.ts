/** `koine serve`: one node on embedded defaults. */

import { join } from "node:path";
import { settleBeforeStart } from "../backup/restore.ts";
import { fileBlobs } from "../blobs/files.ts";
import { createImages } from "../blobs/images.ts";
import { localBus } from "../bus/local.ts";
import { writeAddress } from "../config/values.ts";
import type { Config } from "../config.ts";
import type { Frame } from "../core/dialect.ts";
import type { Log } from "../core/log.ts";
import { createNode } from "../core/node.ts";
import { createSignIn } from "../core/sign-in.ts";
import { createSweeping } from "../core/sweeping.ts";
import { createUploads } from "../core/uploads.ts";
import { postingRoutes } from "../dialects/bonfire/posting/routes.ts";
import { uploadRoutes } from "../dialects/bonfire/uploads.ts";
import { addressGroup } from "../net/addresses.ts";
import { fileRoutes } from "../net/files.ts";
import { createOutbound } from "../net/outbound.ts";
import { pageRoutes } from "../net/pages.ts";
import { createSecrets } from "../net/secrets.ts";
import { type Listener, listen } from "../net/server.ts";
import { Wheel } from "../net/wheel.ts";
import { runBackends } from "./backends.ts";
import { readCertificate, watchCertificate } from "./certificate.ts";
import { startCollecting } from "./collecting.ts";
import { serveControl } from "./control.ts";
import { createDelivery } from "./delivery.ts";
import { createDialects } from "./dialects.ts";
import { metricsDoor, ownDoor } from "./doors.ts";
import { type Live, liveSettings } from "./live.ts";
import { collect } from "./metrics/collect.ts";
import { createMetering } from "./metrics/metered-store.ts";
import { countRefusals } from "./metrics/refusals.ts";
import { metricsRoute } from "./metrics/route.ts";
import { scrapeText } from "./metrics/text.ts";
import { watchTurns } from "./metrics/turns.ts";
import { movingDoor } from "./moving.ts";
import { createSending } from "./sending.ts";
import { SOFTWARE } from "./software.ts";
import { openStore } from "./store.ts";
import { vitalsOf } from "./vitals.ts";
import { webFiles } from "./web.ts";

/** How often the store hears which sessions are alive. */
const KEEP_ALIVE_MILLIS = 60_000;

/** How often streams are compared with the store, for a doorbell that was lost. */
const COMPARE_MILLIS = 30_000;

/** How often files are removed whose end nobody rang for, and how often the disk is compared with the store. */
const TIDY_MILLIS = 60_000;
const SWEEP_MILLIS = 3_600_000;

export interface Running {
  readonly port: number;
  /** Whoever registers with it owns the instance; null when somebody does. */
  readonly setupCode: string | null;
  /** Take what a running server can take of a new configuration, and look at the certificate. */
  reload(next: Config): ReturnType<Live["take"]>;
  /** Tells every client, finishes what was taken in, and closes the store. */
  stop(): Promise<void>;
}

/**
 * Start a node. Rejects with a sentence for the operator when it cannot: the port is taken, the directory is
 * in use, the database is newer. `onCrash` hears when it cannot go on.
 */
export async function serve(
  config: Config,
  spawnWorker: () => Worker,
  log: Log,
  now: () => number,
  onCrash: (reason: string) => void,
): Promise<Running> {
  const certificate = readCertificate(config);
  const settled = settleBeforeStart(config.data);
  if (settled === "finished") log.info("finished a restore that was interrupted");
  if (settled === "undone")
    log.warn("a restore was interrupted before it was whole; nothing of it was taken");
  const meter = createMetering(() => performance.now());
  const opened = await openStore(config, { spawnWorker, log, now, onCrash, onCommit: meter.committed });
  const store = meter.over(opened);
  const wheel = new Wheel(() => performance.now());
  const stopWheel = wheel.run();
  const bus = localBus();
  const live = liveSettings(config);
  // A customer with IPv6 has as many addresses as they like.
  const { limit, refused } = countRefusals((profile, key, at) =>
    live.limit(profile, profile === "sign_in_address" ? addressGroup(String(key)) : key, at),
  );
  const inner = createNode(store, bus, limit, now, log);
  const publish = (topic: string, frame: Frame): void => listener.publish(topic, frame);
  const delivery = await createDelivery({
    inner,
    underway: () => store.underway(),
    bus,
    publish,
    registration: config.admission.mode,
    wheel,
    now,
    log,
  });
  const { node, hub, presences, sessions, deliveries } = delivery;
  const secrets = createSecrets();
  const signIn = createSignIn(node, secrets, limit, config.admission, now);
  const images = createImages();
  const uploads = createUploads({
    node,
    blobs: fileBlobs(join(config.data, "blobs")),
    images,
    newKey: secrets.newToken,
    limits: config.uploadLimits,
    limit,
    now,
    log,
  });
  bus.listen((happenings) => uploads.heard(happenings));
  const sweeping = createSweeping({
    node: inner,
    swept: () => uploads.tidy(),
    after: (millis, callback) => void setTimeout(callback, millis),
    now: () => performance.now(),
    log,
  });
  bus.listen((happenings) => sweeping.heard(happenings));
  const outbound = createOutbound({ allowed: config.outbound.allowed_hosts });
  const sending = await createSending({ config, node: inner, bus, outbound, images, now, log });
  const { pictures, pushKey } = sending;
  const backends = runBackends({
    node: inner,
    files: uploads,
    proxied: pictures.proxied,
    origin: config.public_url,
    now,
    log,
  });
  bus.listen((happenings) => backends.heard(happenings));
  const { announced, parts } = uploadRoutes(signIn, uploads);

  const dialects = await createDialects({
    config,
    node,
    bus,
    sessions,
    presences,
    signIn,
    secrets,
    uploads,
    limit,
    outbound,
    pictures,
    pushKey,
    wheel,
    vitals: () => vitalsOf(config.data, listener.traffic),
    now,
    log,
  });
  const posting = postingRoutes({ node, secrets, uploads, limit, now, proxied: pictures.proxied });
  const files = fileRoutes(uploads.open, async (emoji) => {
    const found = await node.ask(null, { type: "emoji_find", input: { emoji } });
    return found === null ? null : found.key;
  });
  const calls = {
    routes: { ...files, ...pictures.routes, ...announced, ...posting.others },
    uploads: { ...parts, ...posting.posts },
  };

  const doors = [
    ...ownDoor(dialects.bonfire, config.bonfire.listen, calls),
    ...ownDoor(dialects.i386chat, config.i386chat.listen, { routes: {}, uploads: {} }),
    ...ownDoor(dialects.originchats, config.originchats.listen, {
      routes: { ...files, ...pictures.routes },
      uploads: {},
    }),
    ...ownDoor(dialects.big, config.big.listen, { routes: files, uploads: {} }),
  ];

  const turns = watchTurns(() => performance.now());
  const metrics = metricsRoute(config.metrics.token, () =>
    scrapeText(
      collect({
        software: SOFTWARE,
        store: meter,
        traffic: () => listener.traffic,
        hub: () => hub.counts(),
        refused: () => refused,
        limits: live.limits,
        turnDelay: turns.longest,
        backends: backends.statuses,
      }),
    ),
  );
  doors.push(...metricsDoor(config.metrics.listen, metrics));

  let listener: Listener;
  try {
    listener = listen({
      ...config.listen,
      dialects: Object.values(dialects),
      routes: {
        ...calls.routes,
        ...pageRoutes(webFiles(), config.web.servers),
        // Without a token they are told on a port of their own alone.
        ...(config.metrics.token === "" ? {} : metrics),
      },
      uploads: calls.uploads,
      otherwise: null,
      doors,
      limits: live.limits,
      certificate,
      isTrusted: live.isTrusted,
      forwardedHeader: config.forwarded_header,
      allowedOrigins: config.web.allowed_origins,
      ready: async () => null,
      wheel,
      log,
    });
  } catch (error) {
    turns.stop();
    stopWheel();
    await store.close();
    throw error;
  }

  const closeControl = serveControl(config.data, node, movingDoor(opened.moving, log), log);
  const repeat = (millis: number, work: () => Promise<void>): Timer =>
    setInterval(() => {
      work().catch((error: unknown) => log.warn("a periodic task failed", { reason: String(error) }));
    }, millis);
  void uploads.sweep();
  void sweeping.sweep();
  sending.start();
  backends.set(config.backends);
  const periodic = [
    startCollecting(listener.traffic, meter, opened.clean),
    repeat(TIDY_MILLIS, () => uploads.tidy()),
    repeat(TIDY_MILLIS, () => sweeping.sweep()),
    repeat(SWEEP_MILLIS, () => uploads.sweep()),
    repeat(KEEP_ALIVE_MILLIS, () => sessions.keepAlive()),
    repeat(COMPARE_MILLIS, sending.look),
    repeat(COMPARE_MILLIS, async () => {
      const heads = await node.ask(null, { type: "heads_get", input: { streams: hub.streams() } });
      for (const { stream, seq } of heads) await hub.reached(stream, seq);
    }),
  ];

  for (const [i, { hostname, dialects }] of doors.entries()) {
    log.info("a port of its own", {
      for: dialects[0]?.name ?? "metrics",
      address: writeAddress({ hostname, port: listener.doors[i] ?? 0 }),
    });
  }

  const certificates =
    certificate === null ? null : watchCertificate(config, certificate, listener.renew, log);

  return {
    port: listener.port,
    setupCode: await signIn.setupCode(),
    reload(next) {
      certificates?.look();
      backends.set(next.backends);
      return live.take(next);
    },
    async stop() {
      certificates?.stop();
      turns.stop();
      for (const task of periodic) clearInterval(task);
      closeControl();
      await sessions.keepAlive().catch(() => undefined);
      await listener.stop();
      await backends.stop();
      await sweeping.stop();
      await sending.stop();
      deliveries.store();
      await store.close();
      stopWheel();
    },
  };
}
