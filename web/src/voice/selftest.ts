/** Whether voice works on this device, step by step: the first that fails says what is wrong. */

import { openMicrophone } from "./devices.ts";
import { watchLevel } from "./level.ts";

export type Step = "secure" | "microphone" | "sound" | "server" | "network" | "connection" | "bytes";

/** In the order in which they are tried. */
export const STEPS: readonly Step[] = [
  "secure",
  "microphone",
  "sound",
  "server",
  "network",
  "connection",
  "bytes",
];

/** Longest wait for one step, in milliseconds. */
const STEP_MILLIS = 6_000;

/** Less than this is the noise of a microphone that hears nothing. */
const SILENCE = 0.0005;

/**
 * Tries every step and tells how each went; ends at the first one that fails. `isOnline` says whether the
 * gateway is connected.
 */
export async function selfTest(
  isOnline: () => boolean,
  tell: (step: Step, ok: boolean) => void,
): Promise<void> {
  const ends: (() => void)[] = [];
  let track: MediaStreamTrack | null = null;
  const one = new RTCPeerConnection();
  const other = new RTCPeerConnection();
  ends.push(
    () => one.close(),
    () => other.close(),
  );
  const tries: Readonly<Record<Step, () => Promise<boolean>>> = {
    secure: async () => isSecureContext && "mediaDevices" in navigator,
    microphone: async () => {
      track = await openMicrophone();
      const opened = track;
      ends.push(() => opened.stop());
      return true;
    },
    sound: () =>
      until((done) =>
        track === null ? () => undefined : watchLevel(track, (level) => level > SILENCE && done()),
      ),
    server: async () => isOnline(),
    network: async () => {
      if (track === null) return false;
      one.addTrack(track);
      const found = until((done) => {
        one.onicecandidate = ({ candidate }) => {
          if (candidate === null) return;
          done();
          void other.addIceCandidate(candidate).catch(() => undefined);
        };
        return () => undefined;
      });
      other.onicecandidate = ({ candidate }) =>
        void (candidate === null ? undefined : one.addIceCandidate(candidate).catch(() => undefined));
      await one.setLocalDescription();
      if (one.localDescription !== null) await other.setRemoteDescription(one.localDescription);
      await other.setLocalDescription();
      if (other.localDescription !== null) await one.setRemoteDescription(other.localDescription);
      return await found;
    },
    connection: () =>
      until((done) => {
        const look = (): void => {
          if (one.connectionState === "connected") done();
        };
        one.onconnectionstatechange = look;
        look();
        return () => undefined;
      }),
    bytes: () =>
      until((done) => {
        const timer = setInterval(async () => {
          if ((await bytesHeard(other)) > 0) done();
        }, 100);
        return () => clearInterval(timer);
      }),
  };
  try {
    for (const step of STEPS) {
      const ok = await tries[step]().catch(() => false);
      tell(step, ok);
      if (!ok) return;
    }
  } finally {
    for (const end of ends) end();
  }
}

/** Bytes of sound that arrived. */
export async function bytesHeard(connection: RTCPeerConnection): Promise<number> {
  let sum = 0;
  for (const report of (await connection.getStats()).values())
    if (report.type === "inbound-rtp" && report.kind === "audio") sum += Number(report.bytesReceived);
  return sum;
}

/** Whether `begin` says done in time; what it gives ends the waiting. */
function until(begin: (done: () => void) => () => void): Promise<boolean> {
  return new Promise((resolve) => {
    let end = (): void => undefined;
    let over = false;
    const finish = (ok: boolean): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      end();
      resolve(ok);
    };
    const timer = setTimeout(() => finish(false), STEP_MILLIS);
    end = begin(() => finish(true));
    if (over) end();
  });
}
