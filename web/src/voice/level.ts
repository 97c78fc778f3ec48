/** How loud somebody is, and whether that is speaking. */

/** From here on somebody speaks; 1 is as loud as can be. */
const SPEAKING = 0.015;

/** So long after the last loud moment somebody still counts as speaking: words have pauses between them. */
const HOLD_MILLIS = 400;

const EVERY_MILLIS = 120;

/** Samples that are looked at: longer than the time between two looks, or a short sound falls between them. */
const SAMPLES = 8192;

/** Whether somebody speaks, from levels that come some times a second. */
export class Speaking {
  #lastLoud = Number.NEGATIVE_INFINITY;

  /** `level` as of `now`, in milliseconds of any clock that does not jump. */
  heard(level: number, now: number): boolean {
    if (level > SPEAKING) this.#lastLoud = now;
    return now - this.#lastLoud <= HOLD_MILLIS;
  }
}

/**
 * The mean level of what a receiver plays, 0 to 1, since it was last asked. From the energy that the connection
 * adds up, never from the moment: a short sound between two looks counts, however late the second look is.
 */
export class ReceivedLevel {
  #energy = 0;
  #seconds = 0;

  async since(receiver: Pick<RTCRtpReceiver, "getStats">): Promise<number> {
    for (const report of (await receiver.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      const energy = Number(report.totalAudioEnergy ?? 0);
      const seconds = Number(report.totalSamplesDuration ?? 0);
      const level = Math.sqrt(Math.max(0, energy - this.#energy) / Math.max(0.001, seconds - this.#seconds));
      this.#energy = energy;
      this.#seconds = seconds;
      return level;
    }
    return 0;
  }
}

/** Tells the level of a track, 0 to 1, some times a second; the result ends it. */
export function watchLevel(track: MediaStreamTrack, hear: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = SAMPLES;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    hear(Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length));
  }, EVERY_MILLIS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
