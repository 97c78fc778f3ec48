import { expect, test } from "bun:test";
import { ReceivedLevel, Speaking } from "./level.ts";

test("who was loud speaks through the pause between two words, and no longer", () => {
  const speaking = new Speaking();
  expect(speaking.heard(0, 0)).toBe(false);
  expect(speaking.heard(0.2, 200)).toBe(true);
  expect(speaking.heard(0, 600)).toBe(true);
  expect(speaking.heard(0, 601)).toBe(false);
});

test("a short sound between two looks counts, however late the second comes", async () => {
  const reports: Record<string, unknown>[] = [];
  const receiver = { getStats: async () => new Map([["a", reports.shift() ?? {}]]) } as Pick<
    RTCRtpReceiver,
    "getStats"
  >;
  const level = new ReceivedLevel();
  reports.push(
    { type: "inbound-rtp", totalAudioEnergy: 1, totalSamplesDuration: 10 },
    // 20 ms at a level of 0.5 in two seconds.
    { type: "inbound-rtp", totalAudioEnergy: 1 + 0.5 ** 2 * 0.02, totalSamplesDuration: 12 },
    { type: "inbound-rtp", totalAudioEnergy: 1 + 0.5 ** 2 * 0.02, totalSamplesDuration: 12.2 },
  );
  await level.since(receiver);
  expect(await level.since(receiver)).toBeCloseTo(0.05);
  expect(await level.since(receiver)).toBe(0);
});
