/** The sound of a call: two soft notes, again and again. */

const EVERY_MILLIS = 2_400;
const NOTES: readonly (readonly [number, number])[] = [
  [587, 0],
  [784, 0.22],
];

/** Rings until the result is called. A browser that wants a gesture first stays silent. */
export function startRing(): () => void {
  const context = new AudioContext();
  const ring = (): void => {
    for (const [pitch, delay] of NOTES) {
      const [note, volume] = [context.createOscillator(), context.createGain()];
      const at = context.currentTime + delay;
      note.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.12, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
      note.connect(volume).connect(context.destination);
      note.start(at);
      note.stop(at + 0.75);
    }
  };
  ring();
  const timer = setInterval(ring, EVERY_MILLIS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
