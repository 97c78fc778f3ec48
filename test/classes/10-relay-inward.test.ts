/** Class 10: the TURN server of our example relays into no network that is not public. */

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { BlockList, isIPv6 } from "node:net";
import { join } from "node:path";

const document = readFileSync(join(import.meta.dir, "../../docs/integrations.md"), "utf8");

/** Apart, for a list of both takes a mapped address for its IPv4 one. */
const denied = { ipv4: new BlockList(), ipv6: new BlockList() };
const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
for (const [, from = "", to = ""] of document.matchAll(/^ {4}denied-peer-ip=(\S+?)-(\S+)$/gm))
  denied[familyOf(from)].addRange(from, to, familyOf(from));

const isDenied = (address: string): boolean => denied[familyOf(address)].check(address, familyOf(address));

test("class 10: the example denies what a relay must not reach, and nothing public", () => {
  for (const address of [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.1.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "fd00::1",
    "fe80::1",
  ])
    expect({ address, denied: isDenied(address) }).toEqual({ address, denied: true });
  for (const address of ["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111"])
    expect({ address, denied: isDenied(address) }).toEqual({ address, denied: false });
});
