/** `koine serve`: one node on embedded defaults. */

import { join } from "node:path";
import { settleBeforeStart } from "../backup/restore.ts";
import { fileBlobs } from "../blobs/files.ts";
import { createImages } from "../blobs/images.ts";
import { localBus } from "../bus/local.ts";
import { writeAddress } from "../config/values.ts";
import type { Config } from "../config.ts";
import { knownAdministrators } from "../core/administrators.ts";
import { attended } from "../core/attendance.ts";
import { sharedBacklog } from "../core/backlog.ts";
import { createDeliveries } from "../core/deliveries.ts";
import { createGate } from "../core/gate.ts";
import { Hub } from "../core/hub.ts";
import type { Log } from "../core/log.ts";
import type { User } from "../core/model.ts";
import { createNode } from "../core/node.ts";
import { presenceBook } from "../core/presence.ts";
import { MAX_BACKLOG } from "../core/replay.ts";
import { createSessions } from "../core/sessions.ts";
import { createSignIn } from "../core/sign-in.ts";
import { MAX_ASKED } from "../core/space-card.ts";
import { createSweeping } from "../core/sweeping.ts";
import { createUploads } from "../core/uploads.ts";
import { accessToken, big } from "../dialects/big/index.ts";
import { bonfire } from "../dialects/bonfire/index.ts";
import { tellAsJson } from "../dialects/bonfire/outbound.ts";
import { postingRoutes } from "../dialects/bonfire/posting/routes.ts";
import { uploadRoutes } from "../dialects/bonfire/uploads.ts";
import { i386chat } from "../dialects/i386chat/index.ts";
import { originchats } from "../dialects/originchats/index.ts";
import { createAccessTokens, readSecret } from "../net/access-tokens.ts";
import { addressGroup } from "../net/addresses.ts";
import { codeSender, newCode } from "../net/code-sender.ts";
import { fileRoutes, serveFile } from "../net/files.ts";
import { iceServers } from "../net/ice.ts";
import { createImageProxy, PROXY_HEADERS } from "../net/image-proxy.ts";
import { createOutbound } from "../net/outbound.ts";
import { pageRoutes } from "../net/pages.ts";
import { createSecrets } from "../net/secrets.ts";
import { type Listener, listen } from "../net/server.ts";
import { createSigning, hmac, readKeys } from "../net/signing.ts";
import { validatorAt } from "../net/validator.ts";
import { createSeal, newPushKeys } from "../net/web-push.ts";
import { Wheel } from "../net/wheel.ts";
import { createFollowers } from "../readers/followers.ts";
import { previewSend } from "../readers/previews.ts";
import { pushSend } from "../readers/push.ts";
import { createSender } from "../readers/sender.ts";
import { createTimers } from "../readers/timers.ts";
import { webhookSend } from "../readers/webhooks.ts";
import { runBackends } from "./backends.ts";
import { readCertificate, watchCertificate } from "./certificate.ts";
import { serveControl } from "./control.ts";
import { metricsDoor, ownDoor } from "./doors.ts";
import { type Live, liveSettings } from "./live.ts";
import { collect } from "./metrics/collect.ts";
import { createMetering } from "./metrics/metered-store.ts";
import { countRefusals } from "./metrics/refusals.ts";
import { metricsRoute } from "./metrics/route.ts";
import { scrapeText } from "./metrics/text.ts";
import { watchTurns } from "./metrics/turns.ts";
import { movingDoor } from "./moving.ts";
import { openStore } from "./store.ts";
import { webFiles } from "./web.ts";

/** Name and version of the software. */
export const SOFTWARE = "Koine/0.1.0";

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
  const backlog = sharedBacklog(
    (stream, after) => inner.ask(null, { type: "backlog_get", input: { stream, after, limit: MAX_BACKLOG } }),
    () => performance.now(),
  );
  const untold = (bug: unknown): void =>
    log.error("an event could not be told", {
      stack: bug instanceof Error ? (bug.stack ?? "") : String(bug),
    });
  const gate = createGate(untold);
  const hub = new Hub(
    (topic, frame) => listener.publish(topic, frame),
    async (stream, after) => {
      const missed = await backlog(stream, after, Number.MAX_SAFE_INTEGER);
      await gate.opened();
      return missed;
    },
    untold,
  );
  const after = (millis: number, callback: () => void): (() => void) => {
    const deadline = wheel.add(millis, callback);
    return () => wheel.cancel(deadline);
  };
  const presences = presenceBook(now);
  const deliveries = createDeliveries({
    node: inner,
    isShown: presences.isShown,
    // The wheel is too coarse for this one.
    after: (millis, callback) => void setTimeout(callback, millis),
    now,
    onError: (error) => log.warn("delivered marks were not stored", { reason: String(error) }),
  });
  const node = deliveries.over(inner);
  const sessions = await attended(
    createSessions({
      node,
      hub,
      bus,
      gate,
      backlog,
      registration: config.admission.mode,
      deliveries,
      presences,
      after,
      now,
      log,
    }),
    {
      node: inner,
      bus,
      after: (millis, callback) => void setTimeout(callback, millis),
      onError: (error) => log.warn("voice rooms were not tidied", { reason: String(error) }),
    },
  );
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
  // The wheel is too coarse for these.
  const timeout = (millis: number, callback: () => void): (() => void) => {
    const waiting = setTimeout(callback, millis);
    return () => clearTimeout(waiting);
  };
  const timers = createTimers({ node: inner, after: timeout, now, log });
  bus.listen((happenings) => timers.heard(happenings));
  const followers = createFollowers({ node: inner, after: timeout, log });
  bus.listen((happenings) => followers.heard(happenings));
  const outbound = createOutbound({ allowed: config.outbound.allowed_hosts });
  const made = newPushKeys();
  const pushKeys = await node.ask(null, { type: "push_keys_take", input: made });
  // Of a key that is kept with everything else: what was signed once opens for as long.
  const pictures = createImageProxy({
    outbound,
    images,
    key: hmac(pushKeys.privateKey, "image proxy"),
    directory: join(config.data, "pictures"),
    maxBytes: config.previews.picture_bytes,
    now,
    log,
  });
  const sender = createSender({
    node: inner,
    send: {
      webhooks: webhookSend({ post: outbound, encode: tellAsJson, hmac, now }),
      push: pushSend({ post: outbound, seal: createSeal(pushKeys, config.push.contact) }),
      previews: previewSend({
        node: inner,
        get: outbound,
        isEnabled: config.previews.enabled,
        proxied: pictures.proxied,
        hash: (url) => hmac(pushKeys.privateKey, url),
        headers: PROXY_HEADERS,
      }),
    },
    after: timeout,
    now,
    chance: Math.random,
    log,
  });
  bus.listen((happenings) => sender.heard(happenings));
  const backends = runBackends({ node: inner, files: uploads, now, log });
  bus.listen((happenings) => backends.heard(happenings));
  const { announced, parts } = uploadRoutes(signIn, uploads);

  const common = { node, sessions, secrets, now, after, signIn };
  const signing = createSigning(readKeys(config.data), now);
  const bigSecret = config.big.secret === "" ? readSecret(config.data, "big-secret") : config.big.secret;
  const access = createAccessTokens(bigSecret, now);
  const wireTokens = {
    big: ({ id }: User) => accessToken(access, id, null, now()),
    i386chat: ({ id, bot }: User) => signing.sign({ type: bot ? "bot" : "user", id, issued: now() }),
  };
  const isAdministrator = await knownAdministrators(node, bus, (error) =>
    log.warn("the administrators were not read", { reason: String(error) }),
  );

  const webhookSecret = readSecret(config.data, "originchats-secret");
  const dialects = {
    bonfire: bonfire({
      ...common,
      software: SOFTWARE,
      wireTokens,
      iceServers: iceServers(config.ice, now),
      pushKey: pushKeys.publicKey,
    }),
    i386chat: i386chat({ ...common, signing, limit, isAdministrator }),
    originchats: originchats(
      {
        ...common,
        log,
        pushKey: pushKeys.publicKey,
        limit,
        askValidator: validatorAt(config.originchats.validator, config.originchats.validator_time),
        mayRegister: config.admission.mode === "open",
        uploads,
        serveFile,
        sign: (text) => hmac(webhookSecret, text),
        onlineUsers: () => presences.online(MAX_ASKED).map(({ user }) => user),
      },
      {
        url: config.originchats.url.replace(/\/+$/, ""),
        mode: config.originchats.auth_mode,
        maxFileBytes: config.uploadLimits.fileBytes,
        perMinute: config.originchats.messages_per_minute,
        burst: config.originchats.burst_limit,
        cooldown: config.originchats.cooldown,
      },
    ),
    big: big({
      ...common,
      limit,
      access,
      isOnline: presences.isShown,
      uploads,
      serveFile,
      pushGateway: config.big.push_gateway,
      codes: {
        secrets,
        sendCode: codeSender(config.big.code_hook, outbound, log),
        newCode,
        hashCode: (number, code) => hmac(bigSecret, `code ${number} ${code}`),
        testNumbers: config.big.test_numbers === "on",
        admission: { mode: config.admission.mode, firstOwns: config.admission.firstOwns },
        onSendError: (error) => log.warn("a code was not sent", { reason: String(error) }),
      },
      origin: config.big.origin,
      silenceMillis: config.big.silence,
      resendMillis: config.big.resend_time,
      onError: (error) => log.warn("acknowledgements were not stored", { reason: String(error) }),
    }),
  };
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
    ...ownDoor(dialects.originchats, config.originchats.listen, { routes: files, uploads: {} }),
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
        ...pageRoutes(webFiles()),
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
  timers.start();
  sender.start();
  void followers.look();
  backends.set(config.backends);
  const periodic = [
    repeat(TIDY_MILLIS, () => uploads.tidy()),
    repeat(TIDY_MILLIS, () => sweeping.sweep()),
    repeat(SWEEP_MILLIS, () => uploads.sweep()),
    repeat(KEEP_ALIVE_MILLIS, () => sessions.keepAlive()),
    repeat(COMPARE_MILLIS, () => followers.look()),
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
      await timers.stop();
      await followers.stop();
      await sender.stop();
      deliveries.store();
      await store.close();
      stopWheel();
    },
  };
}
