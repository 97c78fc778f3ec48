import { expect, test } from "bun:test";
import { createGate } from "./gate.ts";

test("what comes while work is under way waits for it, in order, and for nothing that is begun later", async () => {
  const bugs: unknown[] = [];
  const gate = createGate((bug) => bugs.push(bug));
  const done: string[] = [];
  const say = (word: string) => () => void done.push(word);
  gate.pass(say("at once"));
  expect(done).toEqual(["at once"]);

  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  gate.hold(first.promise);
  gate.pass(say("after the first"));
  gate.pass(() => {
    throw new Error("a bug");
  });
  gate.hold(second.promise);
  gate.pass(say("after both"));
  const opened = gate.opened().then(say("opened"));
  expect(done).toHaveLength(1);
  first.reject(new Error("failed"));
  await Bun.sleep(1);
  expect(done).toEqual(["at once", "after the first"]);
  expect(bugs).toHaveLength(1);
  second.resolve();
  await opened;
  expect(done).toEqual(["at once", "after the first", "after both", "opened"]);
  gate.pass(say("at once again"));
  expect(done.at(-1)).toBe("at once again");
});
