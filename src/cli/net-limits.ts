/** The network's limits, as the configuration names them. */

import type { Config } from "../config.ts";
import type { Limits } from "../net/limits.ts";

/** Of `[limits]` and `[uploads]`. */
export function netLimits({ limits, uploadLimits }: Config): Limits {
  return {
    connections: limits.connections,
    connectionsPerAddress: limits.connections_per_address,
    frameBytes: limits.frame_bytes,
    openAnswers: limits.open_answers,
    queuedBytes: limits.queued_bytes,
    softBufferBytes: limits.soft_buffer_bytes,
    softBufferMillis: limits.soft_buffer_time,
    hardBufferBytes: limits.hard_buffer_bytes,
    drainedBytes: limits.drained_bytes,
    pingMillis: limits.ping_interval,
    watchedPingMillis: Math.min(limits.voice_ping_interval, limits.ping_interval),
    missedPongs: limits.missed_pongs,
    closeMillis: limits.close_time,
    stopMillis: limits.stop_time,
    bodyBytes: limits.body_bytes,
    uploadBytes: uploadLimits.fileBytes,
    httpIdleSeconds: Math.floor(limits.http_idle_time / 1_000),
  };
}
