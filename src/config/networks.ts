/** Addresses of the Internet, and networks of them. */

import { isIP } from "node:net";

/** Throws what the text is not when it is no address and no network. */
export function checkNetwork(text: string): void {
  const [, address = "", prefix = "0"] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0 || Number(prefix) > (version === 4 ? 32 : 128)) {
    throw new Error(
      'is a list of addresses and networks, as in "192.0.2.1", "10.0.0.0/8" and "2001:db8::/32"',
    );
  }
}
