/** `docs/protocols/originchats.md` section 9.9. */

import { usernameOf } from "../ids.ts";
import { toStatus } from "../nouns.ts";
import { memberIn } from "../people.ts";
import { isMissing, Refusal, type Rows } from "../row.ts";
import { TEXTS } from "../texts.ts";

/** Longest text beside a status, in characters. */
const MAX_TEXT = 100;
const STATUSES = ["online", "idle", "dnd", "offline", "invisible"] as const;

export const status: Rows = {
  status_set: async (fields, here) => {
    if (isMissing(fields, "status") || fields.status === "") throw new Refusal(TEXTS.statusRequired);
    const wished = STATUSES.find((one) => one === fields.status);
    const { text = "" } = fields;
    if (wished === undefined || typeof text !== "string" || [...text].length > MAX_TEXT)
      throw new Refusal(TEXTS.badStatus);
    // Whoever is connected and wants to look offline is invisible.
    const status = wished === "offline" ? "invisible" : wished;
    const chosen = { status, text: text.toWellFormed() };
    await here.ask({ type: "presence_set", input: { ...chosen, until: 0 } });
    const told = toStatus({ status: wished, text: chosen.text });
    if (status === "invisible") return { cmd: "status_set", status: told, global: true };
    return { cmd: "status_get", username: usernameOf(here.session.user), status: told, global: true };
  },

  status_get: async (fields, here) => {
    const { user } = await memberIn(fields, here);
    const [presence] = await here.presences([user.id]);
    const told = toStatus(presence ?? { status: "offline", text: "" });
    return { cmd: "status", username: usernameOf(user), status: told };
  },
};
