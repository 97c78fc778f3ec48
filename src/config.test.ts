import { expect, test } from "bun:test";
import { readConfig } from "./config.ts";

test("what counts when nobody says anything", () => {
  expect(readConfig({})).toMatchObject({
    data: "koine-data",
    hostname: "127.0.0.1",
    port: 8080,
    registration: "open",
    registrationByDefault: true,
  });
});

// What the line shows, the value of KOINE_LISTEN, host, port.
const addresses = [
  ["any free port", "127.0.0.1:0", "127.0.0.1", 0],
  ["a name", "chat.example:443", "chat.example", 443],
  ["IPv6 in brackets", "[::1]:8080", "::1", 8080],
  ["all addresses", "0.0.0.0:65535", "0.0.0.0", 65535],
] as const;

for (const [name, listen, hostname, port] of addresses) {
  test(name, () => expect(readConfig({ KOINE_LISTEN: listen })).toMatchObject({ hostname, port }));
}

for (const listen of ["", "8080", "localhost", "localhost:", "localhost:65536", "::1:8080", "a b:1:2"]) {
  test(`KOINE_LISTEN="${listen}" is refused, and named`, () =>
    expect(() => readConfig({ KOINE_LISTEN: listen })).toThrow(`it is "${listen}"`));
}

test("who can be reached from elsewhere asks for an invite, unless somebody chose", () => {
  expect(readConfig({ KOINE_LISTEN: "0.0.0.0:80" }).registration).toBe("invite");
  expect(readConfig({ KOINE_LISTEN: "[::1]:80" }).registration).toBe("open");
  expect(readConfig({ KOINE_LISTEN: "0.0.0.0:80", KOINE_REGISTRATION: "open" })).toMatchObject({
    registration: "open",
    registrationByDefault: false,
  });
  expect(() => readConfig({ KOINE_REGISTRATION: "perhaps" })).toThrow('it is "perhaps"');
});
