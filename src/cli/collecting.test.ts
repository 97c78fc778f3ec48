import { expect, test } from "bun:test";
import { createCollecting } from "./collecting.ts";

function world() {
  const said: string[] = [];
  const counts = { moved: 0, done: 0 };
  const look = createCollecting({
    moved: () => counts.moved,
    done: () => counts.done,
    collect: () => said.push("collect"),
    shrink: () => said.push("shrink"),
  });
  return {
    /** What a look does after so many came, and so much was done. */
    after(moved: number, done = 0): string[] {
      counts.moved += moved;
      counts.done += done;
      look();
      return said.splice(0);
    },
  };
}

test("while many arrive nothing is done", () => {
  const { after } = world();
  expect([after(300), after(300), after(300)]).toEqual([[], [], []]);
});

test("when it has become quiet it collects once, and gives back", () => {
  const { after } = world();
  expect([after(200), after(0), after(0), after(0)]).toEqual([[], ["collect"], ["shrink"], []]);
});

test("a busy server is left alone until it is not", () => {
  const { after } = world();
  expect([after(200), after(0, 5_000), after(0, 5_000), after(0)]).toEqual([[], [], [], ["collect"]]);
  expect([after(0, 5_000), after(0)]).toEqual([[], ["shrink"]]);
});

test("some who come and go are not worth it", () => {
  const { after } = world();
  expect([after(20), after(0), after(20), after(0)]).toEqual([[], [], [], []]);
});
