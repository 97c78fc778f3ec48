import { expect, test } from "bun:test";
import { addressGroup, peerAddress } from "./addresses.ts";

const trusted = new Set(["10.0.0.1", "10.0.0.2"]);

const peers = [
  ["the socket's", "192.0.2.1", null, "192.0.2.1"],
  ["a stranger's word is nothing", "192.0.2.1", "198.51.100.7", "192.0.2.1"],
  ["a proxy's word", "10.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["what the stranger told the proxy is nothing", "10.0.0.1", "127.0.0.1, 198.51.100.7", "198.51.100.7"],
  ["two proxies", "10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"],
  ["a proxy that says nothing", "10.0.0.1", null, "10.0.0.1"],
  ["an empty word", "10.0.0.1", "198.51.100.7, ", "10.0.0.1"],
  ["a word too long", "10.0.0.1", "1".repeat(46), "10.0.0.1"],
  ["IPv4 shown as IPv6", "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"],
] as const;

for (const [name, socket, forwardedFor, expected] of peers) {
  test(`peer: ${name}`, () => expect(peerAddress(socket, forwardedFor, trusted)).toBe(expected));
}

const groups = [
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::6", "2001:db8:1:2"],
  ["2001:db8::6", "2001:db8:0:0"],
  ["2001:db8:1::", "2001:db8:1:0"],
  ["::1", "0:0:0:0"],
  ["::", "0:0:0:0"],
  ["", ""],
] as const;

for (const [address, group] of groups) {
  test(`group of ${address}`, () => expect(addressGroup(address)).toBe(group));
}
