/** The dialects of a node, each with what it needs. */

import type { Config } from "../config.ts";
import { knownAdministrators } from "../core/administrators.ts";
import type { Limiter } from "../core/limits.ts";
import type { Log } from "../core/log.ts";
import type { User } from "../core/model/users.ts";
import type { Node } from "../core/node.ts";
import type { Bus } from "../core/ports.ts";
import type { PresenceBook } from "../core/presence.ts";
import type { Sessions } from "../core/session.ts";
import type { SignIn } from "../core/sign-in.ts";
import { MAX_ASKED } from "../core/space-card.ts";
import type { Uploads } from "../core/uploads.ts";
import { accessToken, big } from "../dialects/big/index.ts";
import type { Vitals } from "../dialects/bonfire/health.ts";
import { bonfire } from "../dialects/bonfire/index.ts";
import { i386chat } from "../dialects/i386chat/index.ts";
import { originchats } from "../dialects/originchats/index.ts";
import { createAccessTokens, readSecret } from "../net/access-tokens.ts";
import { codeSender, newCode } from "../net/code-sender.ts";
import { serveFile } from "../net/files.ts";
import { iceServers } from "../net/ice.ts";
import type { ImageProxy } from "../net/image-proxy.ts";
import type { Outbound } from "../net/outbound.ts";
import { type createSecrets, secretCheck } from "../net/secrets.ts";
import { createSigning, hmac, readKeys } from "../net/signing.ts";
import { subscriptionsAt, validatorAt } from "../net/validator.ts";
import type { Wheel } from "../net/wheel.ts";
import { SOFTWARE } from "./software.ts";

/** How long is remembered what somebody is subscribed to. */
const SUBSCRIPTION_MILLIS = 300_000;

interface Deps {
  readonly config: Config;
  readonly node: Node;
  readonly bus: Bus;
  readonly sessions: Sessions;
  readonly presences: PresenceBook;
  readonly signIn: SignIn;
  readonly secrets: ReturnType<typeof createSecrets>;
  readonly uploads: Uploads;
  readonly limit: Limiter;
  readonly outbound: Outbound;
  readonly pictures: ImageProxy;
  readonly pushKey: string;
  readonly wheel: Wheel;
  readonly vitals: () => Vitals;
  readonly now: () => number;
  readonly log: Log;
}

export async function createDialects({
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
  vitals,
  now,
  log,
}: Deps) {
  const after = (millis: number, callback: () => void): (() => void) => wheel.after(millis, callback);
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
  return {
    bonfire: bonfire({
      ...common,
      software: SOFTWARE,
      wireTokens,
      iceServers: iceServers(config.ice, now),
      vitals,
      pushKey,
    }),
    i386chat: i386chat({ ...common, signing, limit, isAdministrator }),
    originchats: originchats(
      {
        ...common,
        log,
        pictures,
        pushKey,
        limit,
        askValidator: validatorAt(config.originchats.validator, config.originchats.validator_time, log),
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
        tiers: {
          most: config.originchats.file_time,
          permanent: words(config.originchats.permanent_tiers),
          askSubscription: subscriptionsAt(config.originchats.profiles, SUBSCRIPTION_MILLIS, now, log),
        },
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
      isServiceKey: secretCheck(config.big.service_key),
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
}

/** The words of a list, in lower case. */
function words(list: string): string[] {
  return list
    .toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
