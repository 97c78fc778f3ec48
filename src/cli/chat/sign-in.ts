/** Getting a token over HTTP (`docs/protocols/bonfire.md` section 3, "Getting a token"). */

/** A sentence for the person at the terminal. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The token of a new account, or one more of an old one. Throws `Refused`. */
export async function tokenFor(
  server: string,
  call: "login" | "register",
  wish: { readonly handle: string; readonly password: string; readonly invite?: string },
): Promise<string> {
  const response = await fetch(`${server}/api/v1/${call}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(wish),
  }).catch((error: unknown) => {
    throw new Refused("unreachable", `${server} cannot be reached: ${String(error)}`);
  });
  const body = (await response.json().catch(() => ({}))) as {
    readonly token?: string;
    readonly error?: { readonly code: string; readonly message: string };
  };
  if (response.ok && body.token !== undefined) return body.token;
  throw new Refused(body.error?.code ?? "", body.error?.message ?? `${server} answers ${response.status}`);
}

/** The server's address without a path at the end, and its gateway's; null when it is no address. */
export function addressesOf(text: string): { readonly server: string; readonly gateway: string } | null {
  const withScheme = /^\w+:\/\//.test(text) ? text : `http://${text}`;
  const address = URL.parse(withScheme.replace(/^ws/, "http"));
  if (address === null || !/^https?:$/.test(address.protocol)) return null;
  const server = address.origin;
  return { server, gateway: `${server.replace("http", "ws")}/gateway` };
}
