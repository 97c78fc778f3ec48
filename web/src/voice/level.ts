/** How loud a microphone is. */

/** From here on somebody speaks; 1 is as loud as can be. */
export const SPEAKING = 0.015;

const EVERY_MILLIS = 120;

/** Tells the level of a track, 0 to 1, some times a second; the result ends it. */
export function watchLevel(track: MediaStreamTrack, hear: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
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
