/**
 * One connection: handshake, sign-in, then one command after another, and what is told meanwhile
 * (`docs/protocols/originchats.md` sections 2 to 6).
 */

import type { Conn, Encoder, EndReason, Frame, Link } from "../../core/dialect.ts";
import { Fault } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Session, Sessions } from "../../core/session.ts";
import type { Secrets } from "../../core/sign-in.ts";
import { createAsking } from "./asking.ts";
import { type Asked, decode } from "./codec.ts";
import { type About, handshake } from "./handshake.ts";
import { createHearing } from "./hearing.ts";
import { rowOf } from "./inbound.ts";
import type { Names } from "./names.ts";
import { toOwnUser, toPerson } from "./nouns.ts";
import { type Here, OtherAnswer, Refusal } from "./row.ts";
import { AuthError, type Door, type Entered } from "./signing-in.ts";
import type { Offers } from "./slash.ts";
import { inSeconds, type Speed } from "./speed.ts";
import { TEXTS, text } from "./texts.ts";
import { type ThingServices, thingsOf } from "./things.ts";
import type { Peers } from "./voice.ts";
import { encode, HEARTBEAT_MILLIS, type Packet, withListener } from "./wire.ts";

/** How long a connection may take to sign in. */
const SIGN_IN_MILLIS = 600_000;

/** What a connection needs of the server. */
export interface Services extends ThingServices {
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly names: Names;
  readonly door: Door;
  readonly speed: Speed;
  readonly peers: Peers;
  readonly offers: Offers;
  /** By which push services know this server. */
  readonly pushKey: string;
  /** What the space of an address says of itself. */
  readonly about: (slug: string | null) => Promise<About>;
  readonly now: () => number;
  /** Calls back after a time, unless cancelled. */
  readonly after: (millis: number, callback: () => void) => () => void;
  readonly log: Log;
}

const goodbyes: { readonly [R in EndReason]: string } = {
  "too-slow": "You read too slowly",
  silent: "Nothing was heard of you",
  "going-down": "The server is going down",
  revoked: "You are signed out, or no member any more",
  banned: "You have been banned",
  replaced: "The session goes on in another connection",
  "rate-limited": "Too fast",
};

export function connectSession(services: Services, encoder: Encoder, conn: Conn): Link {
  const { node, sessions, secrets, names, door, now } = services;
  const key = `originChats-${secrets.newToken().slice(0, 32)}`;
  let session: Session | null = null;
  let here: Here | null = null;
  let closed = false;
  /** Set while the client leaves by its own wish: no other end is told then. */
  let leaving = false;
  let listener: string | null = null;
  const asking = createAsking(node, names, conn);
  const hearing = createHearing(services, { say, report, where: () => (closed ? null : here) });

  let greeting: Promise<void> | null = greet();
  let cancelHeartbeat = services.after(HEARTBEAT_MILLIS, beat);
  const cancelDeadline = services.after(SIGN_IN_MILLIS, () => conn.close(1000, "not signed in"));

  async function greet(): Promise<void> {
    const about = await services.about(conn.space).catch(() => null);
    greeting = null;
    if (about === null) conn.close(1000, "no such space");
    else conn.send(encode(handshake(about, key)));
  }

  function beat(): void {
    if (closed) return;
    conn.send(encode({ cmd: "ping" }));
    cancelHeartbeat = services.after(HEARTBEAT_MILLIS, beat);
  }

  function receive(frame: Frame): Promise<void> | undefined {
    if (closed) return undefined;
    const asked = decode(frame);
    if (asked === "ignored") return undefined;
    if (asked === "too-long") {
      conn.close(1009, "too large");
      return undefined;
    }
    if (greeting !== null) return greeting.then(() => take(asked));
    return take(asked);
  }

  function take(asked: Asked | "malformed"): Promise<void> | undefined {
    if (here === null) {
      if (asked === "malformed") return say({ cmd: "auth_error", val: TEXTS.authenticationRequired });
      return authenticate(asked);
    }
    if (asked === "malformed") return say({ cmd: "error", val: TEXTS.invalidFrame });
    return carryOut(asked, here);
  }

  function say(packet: Packet): undefined {
    conn.send(encode(packet));
  }

  async function authenticate({ cmd, fields, listener: wanted }: Asked): Promise<void> {
    listener = wanted;
    try {
      const entering = door.enter(cmd, fields, key, conn.address);
      if (entering === undefined) throw new AuthError(TEXTS.authenticationRequired);
      await begin(await entering);
    } catch (error) {
      reply({ cmd: "auth_error", val: authText(error) });
    }
  }

  function authText(error: unknown): string {
    if (error instanceof AuthError) return error.message;
    if (error instanceof Fault) return error.code === "banned" ? TEXTS.bannedHere : error.message;
    report(error);
    return TEXTS.internal;
  }

  async function begin({ token, isNew }: Entered): Promise<void> {
    let space = 0;
    const begun = await sessions.begin(
      {
        conn,
        encoder,
        variant: "",
        follows: "all",
        ready({ snapshot }) {
          names.learn(snapshot);
          space = snapshot.space.id;
          hearing.timedOut(snapshot.member.timeoutUntil);
          const named = names.space(space);
          if (named === null) throw new Error("A space without a name");
          const { member, presence } = snapshot;
          const ready = { cmd: "ready", user: toOwnUser(member, named, presence, names), validator: token };
          const join = { cmd: "user_join", user: toPerson(member, named) };
          const success = withListener(encode({ cmd: "auth_success", val: TEXTS.authenticated }), listener);
          return [success, encode(ready), ...(isNew ? [encode(join)] : [])];
        },
        resumed: () => {
          throw new Error("No session is resumed here");
        },
        link: { end },
        own: asking.own,
        hears: hearing.hears,
      },
      {
        token: secrets.hashToken(token),
        space: conn.space,
        newResumeHash: secrets.hashToken(secrets.newToken()),
        resume: null,
      },
    );
    if (begun === null) return;
    if (closed) return sessions.closed(begun);
    cancelDeadline();
    session = begun;
    here = hereOf(begun, space);
  }

  async function carryOut({ cmd, fields, listener: wanted }: Asked, at: Here): Promise<void> {
    listener = wanted;
    const source = cmd === undefined || cmd === null ? {} : { src: cmd };
    const row = rowOf(cmd);
    try {
      if (row === undefined) throw new Refusal(text(TEXTS.unknownCommand, { command: spelled(cmd) }));
      const answered = await row(fields, at);
      if (answered !== "told") reply(answered);
    } catch (error) {
      if (error instanceof OtherAnswer) reply(error.packet);
      else if (error instanceof Refusal) reply({ cmd: "error", ...source, val: error.message });
      else {
        report(error);
        reply({ cmd: "error", ...source, val: TEXTS.internal });
      }
    }
    if (leaving) conn.close(1000, "");
  }

  function reply(packet: Packet): void {
    conn.send(withListener(encode(packet), listener));
  }

  function report(bug: unknown): void {
    const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    services.log.error("an OriginChats command failed", { stack });
  }

  /** What a handler can do for this session. */
  function hereOf(at: Session, space: number): Here {
    const known = (): ReturnType<Here["named"]> => {
      const named = names.space(space);
      if (named === null) throw new Error("A space without a name");
      return named;
    };
    return {
      ...thingsOf(services, at, space),
      session: at,
      space,
      names,
      named: known,
      now,
      ask: async (command, refusals) => (await asking.submit(at, command, { refusals, listener })).reply,
      echo: async (command, type, refusals) => {
        const done = await asking.submit(at, command, { refusals, listener, echoed: type });
        return done.told ? "told" : done.reply;
      },
      telling: async (command, type, refusals) =>
        (await asking.submit(at, command, { refusals, listener })).events.some(
          (event) => event.type === type,
        ),
      push: say,
      async presences(users) {
        const all = [];
        for (let i = 0; i < users.length; i += 1_000) {
          const input = { users: users.slice(i, i + 1_000), space: at.space };
          const reply = await node.ask(at.actor, { type: "presences_known", input });
          all.push(...sessions.subscribePresence(at, reply));
        }
        return all;
      },
      spend(withReason) {
        const silent = hearing.timeoutUntil - now();
        if (silent > 0) {
          const reason = withReason ? { reason: text(TEXTS.timedOut, { seconds: inSeconds(silent) }) } : {};
          throw new OtherAnswer({ cmd: "rate_limit", ...reason, length: silent });
        }
        const refused = services.speed.spend(at.user.id, withReason);
        if (refused !== null) throw new OtherAnswer(refused);
      },
      drawers: (subjects) =>
        node.ask(null, { type: "drawers_get", input: { dialect: "originchats", subjects: [...subjects] } }),
      speed: services.speed,
      voice: hearing.voice,
      offers: services.offers,
      get waiting() {
        return hearing.waiting;
      },
      answered: hearing.answered,
      peers: services.peers,
      pushKey: services.pushKey,
      hash: secrets.hashToken,
      closeAfterwards(wish) {
        leaving = wish;
      },
    };
  }

  /** Slash commands end with the connection that offered them (section 9.14). */
  function withdraw({ id, actor, user, space }: Session): void {
    const offered = services.offers.get(user.id);
    if (offered?.session !== id) return;
    services.offers.delete(user.id);
    // Where this is refused, they are gone already.
    for (const command of offered.commands)
      node.submit(
        actor,
        "originchats",
        { type: "command_unregister", input: { space, command } },
        () => undefined,
      );
  }

  function end(reason: EndReason): void {
    if (leaving) return;
    if (session !== null || here !== null) say({ cmd: "disconnect", reason: goodbyes[reason] });
    conn.close(1000, goodbyes[reason]);
  }

  return {
    receive,
    end,
    closed() {
      closed = true;
      cancelHeartbeat();
      cancelDeadline();
      if (session !== null) {
        // No session comes back here, so that nobody waits for it in the voice room.
        if (hearing.voice.room !== null)
          void node.ask(session.actor, { type: "voice_leave", input: {} }).catch(() => undefined);
        sessions.closed(session);
        services.peers.delete(session.id);
        withdraw(session);
      }
      session = null;
      here = null;
    },
  };
}

/** As the reference spells what is no string. */
function spelled(cmd: unknown): string {
  if (cmd === undefined || cmd === null) return "None";
  return typeof cmd === "string" ? cmd.toWellFormed() : JSON.stringify(cmd);
}
