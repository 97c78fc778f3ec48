/** Whether people reach the server at its public address: the name, the certificate, calls, WebSockets. */

import { connect } from "node:tls";
import { type Finding, fine, problem, warning } from "./finding.ts";

/** How long anything may take. */
const PATIENCE_MILLIS = 10_000;

const DAY_MILLIS = 24 * 3_600_000;

/** Days before its end at which a certificate should have been renewed. */
const RENEWED_DAYS = 14;

/** Looks at an address like https://chat.example.org from here. `now` in milliseconds since the epoch. */
export async function addressOf(url: string, now: number): Promise<Finding[]> {
  const findings = [await callOf(url), await socketOf(url)];
  if (new URL(url).protocol === "https:") findings.push(await certificateOf(url, now));
  else
    findings.push(
      warning("TLS", `${url} has none`, "put a proxy with a certificate in front: docs/operating.md"),
    );
  return findings;
}

async function callOf(url: string): Promise<Finding> {
  const about = `calls to ${url}`;
  const advice = "look at the name's address, the firewall, and what the proxy passes on";
  try {
    const response = await fetch(new URL("/healthz", url), { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    const text = (await response.text()).trim();
    if (response.ok && text === "up") return fine(about, "answered");
    return problem(about, `/healthz is answered with ${response.status}, by something else`, advice);
  } catch (error) {
    return problem(about, error instanceof Error ? error.message : String(error), advice);
  }
}

async function socketOf(url: string): Promise<Finding> {
  const about = "WebSockets";
  const target = new URL("/gateway", url);
  target.protocol = target.protocol.replace("http", "ws");
  const socket = new WebSocket(target);
  const heard = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE_MILLIS);
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.onerror = () => resolve(null);
    socket.onclose = () => {
      clearTimeout(timer);
      resolve(null);
    };
  });
  socket.close();
  if (heard !== null) return fine(about, "the server greets");
  return problem(
    about,
    `no greeting at ${target}`,
    "let the proxy pass Upgrade and Connection on, and wait at least 60 s for a silent connection",
  );
}

async function certificateOf(url: string, now: number): Promise<Finding> {
  const about = "certificate";
  const { hostname, port } = new URL(url);
  const until = await new Promise<number | string>((resolve) => {
    const socket = connect(
      // Also of one that has ended the dates are told.
      { host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false },
      () => {
        resolve(Date.parse(socket.getPeerCertificate().valid_to));
        socket.destroy();
      },
    );
    socket.setTimeout(PATIENCE_MILLIS, () => socket.destroy(new Error("no answer")));
    socket.on("error", (error) => resolve(error.message));
  });
  if (typeof until === "string") return problem(about, until, "look at what answers there");
  const days = Math.floor((until - now) / DAY_MILLIS);
  const says = `good until ${new Date(until).toISOString().slice(0, 10)}, ${days} days`;
  if (days < 0) return problem(about, says, "renew it");
  return days < RENEWED_DAYS ? warning(about, says, "see why it was not renewed yet") : fine(about, says);
}
