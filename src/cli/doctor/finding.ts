/** What `check` and `doctor` find. */

export interface Finding {
  /** What was looked at. */
  readonly about: string;
  readonly state: "ok" | "warning" | "problem";
  /** How it is. */
  readonly says: string;
  /** What to do; "" where nothing is to be done. */
  readonly advice: string;
}

export function fine(about: string, says: string): Finding {
  return { about, state: "ok", says, advice: "" };
}

export function warning(about: string, says: string, advice: string): Finding {
  return { about, state: "warning", says, advice };
}

export function problem(about: string, says: string, advice: string): Finding {
  return { about, state: "problem", says, advice };
}

/** For people: a line each, and what to do below it. */
export function findingsText(findings: readonly Finding[]): string {
  const mark = { ok: "ok      ", warning: "warning ", problem: "PROBLEM " };
  return findings
    .map(({ about, state, says, advice }) => {
      const first = `${mark[state]} ${about}: ${says}\n`;
      return advice === "" ? first : `${first}         -> ${advice}\n`;
    })
    .join("");
}
