/** Getting a token for the terminal chat. */

import { login, register } from "../../../sdk/src/http.ts";
import { Refused } from "../../../sdk/src/packet.ts";

/** The token of a new account, or one more of an old one. Throws `Refused`. */
export async function tokenFor(
  server: string,
  call: "login" | "register",
  wish: { readonly handle: string; readonly password: string; readonly invite?: string },
): Promise<string> {
  const enter = call === "login" ? login : register;
  try {
    return (await enter(server, { ...wish, client: "koine chat" })).token;
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("unreachable", `${server} cannot be reached: ${String(error)}`);
  }
}

/** The server's address without a path; null when it is no address. */
export function addressOf(text: string): string | null {
  const withScheme = /^\w+:\/\//.test(text) ? text : `http://${text}`;
  const address = URL.parse(withScheme.replace(/^ws/, "http"));
  return address !== null && /^https?:$/.test(address.protocol) ? address.origin : null;
}
