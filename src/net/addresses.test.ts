import { describe, expect, test } from "bun:test";
import { addressGroup, addressSet, peerAddress } from "./addresses.ts";

const trusted = addressSet(["10.0.0.0/30", "2001:db8:5::/48"]);

// What the line shows, the socket's address, X-Forwarded-For, the peer.
const peers = [
  ["the socket's", "192.0.2.1", null, "192.0.2.1"],
  ["a stranger's word is nothing", "192.0.2.1", "198.51.100.7", "192.0.2.1"],
  ["a stranger who names a proxy", "192.0.2.1", "10.0.0.1", "192.0.2.1"],
  ["a stranger as IPv6 who names a proxy", "::ffff:192.0.2.1", "198.51.100.7, 10.0.0.1", "192.0.2.1"],
  ["a proxy's word", "10.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["what the stranger told the proxy is nothing", "10.0.0.1", "127.0.0.1, 198.51.100.7", "198.51.100.7"],
  ["two proxies", "10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"],
  ["a stranger beside the proxies", "10.0.0.4", "198.51.100.7", "10.0.0.4"],
  ["a proxy that says nothing", "10.0.0.1", null, "10.0.0.1"],
  ["an empty word", "10.0.0.1", "198.51.100.7, ", "10.0.0.1"],
  ["a word that is no address", "10.0.0.1", "198.51.100.7, unknown", "10.0.0.1"],
  ["a word too long", "10.0.0.1", "1".repeat(46), "10.0.0.1"],
  ["only proxies, all the way", "10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"],
  ["IPv4 shown as IPv6", "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"],
  ["a port", "10.0.0.1", "198.51.100.7:4711", "198.51.100.7"],
  ["IPv6 with a port", "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
  ["an IPv6 proxy", "2001:db8:5:1::9", "2001:DB8::1", "2001:db8::1"],
  ["a stranger as IPv6", "2001:db8:6::9", "198.51.100.7", "2001:db8:6::9"],
  ["the loopback that is not trusted", "::1", "198.51.100.7", "::1"],
] as const;

for (const [name, socket, said, expected] of peers) {
  test(`peer: ${name}`, () => {
    const headers = new Headers(said === null ? {} : { "X-Forwarded-For": said });
    expect(peerAddress(socket, headers, "X-Forwarded-For", trusted)).toBe(expected);
  });
}

// What the line shows, Forwarded as a trusted proxy sends it, the peer.
const forwarded = [
  ["a plain one", "for=198.51.100.7", "198.51.100.7"],
  ["with more to it", "proto=https;For=198.51.100.7;by=10.0.0.1", "198.51.100.7"],
  ["IPv6 with a port", 'for="[2001:db8::1]:4711"', "2001:db8::1"],
  ["the last that is not trusted", "for=127.0.0.1, for=198.51.100.7, for=10.0.0.2", "198.51.100.7"],
  ["somebody who will not be named", "for=198.51.100.7, for=_hidden", "10.0.0.1"],
  ["none", "proto=https", "10.0.0.1"],
  ["another word that ends in for", "xfor=198.51.100.7", "10.0.0.1"],
] as const;

for (const [name, said, expected] of forwarded) {
  test(`Forwarded: ${name}`, () => {
    const headers = new Headers({ Forwarded: said, "X-Forwarded-For": "203.0.113.9" });
    expect(peerAddress("10.0.0.1", headers, "Forwarded", trusted)).toBe(expected);
  });
}

test("the header that the proxies do not write is not read", () => {
  const headers = new Headers({ Forwarded: "for=203.0.113.9" });
  expect(peerAddress("10.0.0.1", headers, "X-Forwarded-For", trusted)).toBe("10.0.0.1");
});

describe("networks", () => {
  for (const network of [
    "",
    "x",
    "10.0.0.0/33",
    "::/129",
    "10.0.0/8",
    "fe80::1%eth0/64",
    "10.0.0.0/-1",
    "a/b/c",
  ]) {
    test(`"${network}" is none, and named`, () =>
      expect(() => addressSet([network])).toThrow(`"${network}"`));
  }
});

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
