/** What every Bus must do. An adapter's test calls this with a way to open one. */

import { describe, expect, test } from "bun:test";
import type { Happening } from "../../src/core/events.ts";
import type { Bus } from "../../src/core/ports.ts";

/** `settled` resolves when what was published has come, or will not come any more. */
export function busContract(name: string, open: () => { bus: Bus; settled: () => Promise<void> }): void {
  const ring = (seq: number): Happening => ({ type: "blank", stream: 1, seq, at: 0, origin: 0 });

  describe(name, () => {
    test("every listener hears everything, in the order in which it was published", async () => {
      const { bus, settled } = open();
      const heard: number[][] = [[], []];
      for (const list of heard)
        bus.listen((events) => list.push(...events.map((one) => ("seq" in one ? one.seq : 0))));
      bus.publish([ring(1), ring(2)]);
      bus.publish([ring(3)]);
      await settled();
      expect(heard).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    });

    test("what a listener publishes comes after what it was told, and is not lost", async () => {
      const { bus, settled } = open();
      const heard: number[] = [];
      bus.listen((events) => {
        for (const event of events) if ("seq" in event && event.seq === 1) bus.publish([ring(2)]);
      });
      bus.listen((events) => heard.push(...events.map((one) => ("seq" in one ? one.seq : 0))));
      bus.publish([ring(1)]);
      await settled();
      expect(heard.toSorted()).toEqual([1, 2]);
    });

    test("nobody listens: nothing happens", async () => {
      const { bus, settled } = open();
      bus.publish([ring(1)]);
      await settled();
      const heard: Happening[] = [];
      bus.listen((events) => heard.push(...events));
      await settled();
      expect(heard).toEqual([]);
    });
  });
}
