/** Every bound of the network's edge, by name, and what happens at it. */

export interface Limits {
  /** Open WebSocket connections of the process. More are refused with 503. */
  readonly connections: number;
  /** Open WebSocket connections of one IPv4 address or IPv6 /64. More are refused with 429. */
  readonly connectionsPerAddress: number;
  /** Bytes of one incoming frame. A longer one closes the connection with 1009. */
  readonly frameBytes: number;
  /** Answers that a connection is owed. Further frames wait, and the peer is not read. */
  readonly openAnswers: number;
  /** Bytes of frames that wait for their turn, 64 more for each. Above, the connection ends as too slow. */
  readonly queuedBytes: number;
  /** Bytes a peer has not read, above which it may stay for `softBufferMillis`; then it ends as too slow. */
  readonly softBufferBytes: number;
  readonly softBufferMillis: number;
  /** Bytes a peer has not read, above which it is cut off at once. */
  readonly hardBufferBytes: number;
  /** Bytes a peer has not read, below which a long transfer goes on. */
  readonly drainedBytes: number;
  /** Milliseconds between two pings. */
  readonly pingMillis: number;
  /** The same for a peer whose vanishing others wait for, in a voice room. */
  readonly watchedPingMillis: number;
  /** Pings in a row without a sign of life. At the next one due, the connection ends as silent. */
  readonly missedPongs: number;
  /** Milliseconds a closing connection has for reading what was sent to it. Then it is cut off. */
  readonly closeMillis: number;
  /** Milliseconds that connections and calls have for ending when the server stops. Then they are cut off. */
  readonly stopMillis: number;
  /** Bytes of an HTTP call's body. A larger one is answered with 413. */
  readonly bodyBytes: number;
  /** Bytes of an upload's body. A larger one is answered with 413, one of unstated length with 411. */
  readonly uploadBytes: number;
  /** Seconds, at most 255, that an HTTP connection may be idle. Then it is closed. */
  readonly httpIdleSeconds: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const defaultLimits: Limits = {
  connections: 20_000,
  connectionsPerAddress: 200,
  frameBytes: 4 * MIB,
  openAnswers: 64,
  queuedBytes: 16 * MIB,
  softBufferBytes: MIB,
  softBufferMillis: 10_000,
  hardBufferBytes: 4 * MIB,
  drainedBytes: 256 * KIB,
  pingMillis: 30_000,
  watchedPingMillis: 2_000,
  missedPongs: 2,
  closeMillis: 5_000,
  stopMillis: 5_000,
  bodyBytes: 64 * KIB,
  uploadBytes: 32 * MIB,
  httpIdleSeconds: 30,
};
