/** What axe finds wrong in a page. */

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const axe = readFileSync(Bun.resolveSync("axe-core/axe.min.js", import.meta.dir), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/**
 * A line for each place that is wrong. `part` is what is looked at, an expression of the page; `only` names the rules
 * to look at, "" = all.
 */
export async function violations(
  page: Page,
  part: string,
  only: string,
  except: readonly string[],
): Promise<string[]> {
  // By the debugger, which the Content-Security-Policy does not concern.
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe);
  // What is still coming in is not seen by axe: an open dialog would be none.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished))`);
  const options = {
    resultTypes: ["violations"],
    preload: false,
    ...(only === "" ? {} : { runOnly: [only] }),
  };
  const all = (await page.evaluate(
    `axe.run(${part}, ${JSON.stringify(options)}).then((all) => all.violations)`,
  )) as Violation[];
  const found = all.filter(({ id }) => !except.includes(id));
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}
