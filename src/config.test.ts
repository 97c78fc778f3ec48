import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "./config/read.ts";
import { sampleText } from "./config/sample.ts";
import { readConfig } from "./config.ts";
import { PROFILES } from "./core/limits.ts";

test("what counts when nobody says anything", () => {
  expect(readConfig({})).toMatchObject({
    data: "koine-data",
    listen: { hostname: "127.0.0.1", port: 8080 },
    admission: { mode: "open", chosen: false, firstOwns: true },
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
  test(name, () =>
    expect(readConfig({ KOINE_LISTEN: listen })).toMatchObject({ listen: { hostname, port } }),
  );
}

for (const listen of ["", "8080", "localhost", "localhost:", "localhost:65536", "::1:8080", "a b:1:2"]) {
  test(`KOINE_LISTEN="${listen}" is refused, and named`, () =>
    expect(() => readConfig({ KOINE_LISTEN: listen })).toThrow(`it is "${listen}"`));
}

test("who can be reached from elsewhere asks for an invite, unless somebody chose", () => {
  expect(readConfig({ KOINE_LISTEN: "0.0.0.0:80" }).admission.mode).toBe("invite");
  expect(readConfig({ KOINE_LISTEN: "[::1]:80" }).admission.mode).toBe("open");
  expect(readConfig({ KOINE_LISTEN: "0.0.0.0:80", KOINE_REGISTRATION: "open" }).admission).toEqual({
    mode: "open",
    chosen: true,
    firstOwns: false,
  });
  expect(() => readConfig({ KOINE_REGISTRATION: "perhaps" })).toThrow('it is "perhaps"');
});

/** A file with that text. */
function written(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "koine-config-")), "koine.toml");
  writeFileSync(path, text);
  return path;
}

test("a variable goes before the file, the file before the default", () => {
  const file = written(
    'data = "there"\n[limits]\nconnections = 7\nstop_time = "1 m"\nframe_bytes = "2 KiB"\n',
  );
  const config = readConfig({ KOINE_LIMITS_CONNECTIONS: "9" }, file);
  expect(config).toMatchObject({ file, data: "there" });
  expect(config.limits).toMatchObject({
    connections: 9,
    stop_time: 60_000,
    frame_bytes: 2_048,
    missed_pongs: 2,
  });
});

test("the limits that nobody changes are those of the code", () => {
  const config = readConfig({});
  expect(config.profiles).toEqual(PROFILES);
});

// What the line shows, the value, what it becomes.
const rates = [
  ["the short form", "20/1m", { count: 20, millis: 60_000 }],
  ["in words", "5 per 2 h", { count: 5, millis: 7_200_000 }],
] as const;

for (const [name, said, window] of rates) {
  test(`how many in how long: ${name}`, () =>
    expect(readConfig({ KOINE_LIMITS_SIGN_IN: said }).profiles.sign_in_address.windows).toEqual([window]));
}

// What the line shows, the file, what is said of it after the file's name.
const wrongFiles = [
  [
    "an unknown key, and the one meant",
    "\nlisten = '[::1]:1'\nregistraton = 'open'",
    ":3: there is no key registraton; did you mean registration?",
  ],
  [
    "a key of a section at the top",
    "sign_in = '1/1s'",
    ":1: there is no key sign_in; did you mean [limits] sign_in?",
  ],
  [
    "an unknown section",
    "[limit]\nbonfire = '1/1s'",
    ":1: there is no section [limit]; did you mean [limits]?",
  ],
  [
    "an unknown key of a section",
    "[limits]\n\n  bonfir = '1/1s'",
    ":3: there is no key bonfir in [limits]; did you mean bonfire?",
  ],
  ["a key like nothing", "zzzzzzzzz = 1", ":1: there is no key zzzzzzzzz"],
  ["a key like one every object has", "constructor = 1", ":1: there is no key constructor"],
  ["a section that is none", "limits = 3", ":1: [limits] is a section"],
  ["a section for a key", "[data]\nx = 1", ':1: data is a text in quotes, as in "koine-data"; it is {"x":1}'],
  [
    "a number for a text",
    "[limits]\nstop_time = 5",
    ':2: [limits] stop_time is a text in quotes, as in "5 s"; it is 5',
  ],
  [
    "a text for a number",
    "[limits]\nconnections = '5'",
    ':2: [limits] connections is a whole number; it is "5"',
  ],
  ["a fraction", "[limits]\nconnections = 1.5", ":2: [limits] connections is a whole number; it is 1.5"],
  [
    "too small a number",
    "[limits]\nconnections = 0",
    ":2: [limits] connections is a number from 1 to 1000000; it is 0",
  ],
  [
    "no unit",
    "[limits]\nstop_time = '5'",
    ':2: [limits] stop_time is a time with its unit (ms, s, m, h or d), as in "5 s"; it is "5"',
  ],
  [
    "too long a time",
    "[limits]\nhttp_idle_time = '5 m'",
    ':2: [limits] http_idle_time is a time with its unit (ms, s, m, h or d), as in "30 s", at least 1000 ms and at most 255000 ms; it is "5 m"',
  ],
  [
    "a wrong unit",
    "[uploads]\nmax_bytes = '5 MB'",
    ':2: [uploads] max_bytes is a number of bytes, as in "1048576", "32 MiB" or "1 GiB"; it is "5 MB"',
  ],
  [
    "a store that is not there",
    "[store]\nurl = 'mysql://h/d'",
    ':2: [store] url is "sqlite" or the address of a PostgreSQL database, as in "postgres://koine@localhost/koine"; it is "mysql://h/d"',
  ],
  [
    "a database without a name",
    "[store]\nurl = 'postgres://h'",
    ':2: [store] url is "sqlite" or the address of a PostgreSQL database, as in "postgres://koine@localhost/koine"; it is "postgres://h"',
  ],
  ["what is not TOML", "data = 'x'\n[limits\n", ":2: this is not TOML: Expected"],
] as const;

for (const [name, text, said] of wrongFiles) {
  test(`refused: ${name}`, () => {
    const file = written(text);
    expect(() => readConfig({}, file)).toThrow(`${file}${said}`);
  });
}

test("all that is wrong is said at once", () => {
  const file = written("x = 1\n[uploads]\nmax_bytes = ''\n");
  const environment = { KOINE_LISTEN: "", KOINE_REGISTRATON: "open", KOINE_LIMITS_X: "1" };
  expect(() => readConfig(environment, file)).toThrow(ConfigError);
  try {
    readConfig(environment, file);
  } catch (error) {
    expect((error as ConfigError).problems).toHaveLength(5);
    expect((error as ConfigError).message).toContain(
      "no variable KOINE_REGISTRATON; did you mean KOINE_REGISTRATION?",
    );
  }
});

test("what an orchestrator sets for a service of our name is no mistake", () => {
  const environment = { KOINE_PORT: "tcp://10.0.0.1:80", KOINE_SERVICE_HOST: "10.0.0.1", KOINE_TOKEN: "t" };
  expect(readConfig(environment).data).toBe("koine-data");
});

test("a file that is named has to be there", () =>
  expect(() => readConfig({ KOINE_CONFIG: "/nowhere/koine.toml" })).toThrow(
    "/nowhere/koine.toml cannot be read",
  ));

test("the sample is what the schema says, and changes nothing", () => {
  const path = join(import.meta.dir, "../koine.toml.sample");
  expect(readFileSync(path, "utf8")).toBe(sampleText());
  expect(readConfig({}, path)).toEqual({ ...readConfig({}), file: path });
});

test("behind a proxy nobody owns the server by being first, and registration needs an invite", () => {
  const { admission } = readConfig({ KOINE_TRUSTED_PROXIES: "127.0.0.1" });
  expect(admission).toEqual({ mode: "invite", chosen: false, firstOwns: false });
  expect(readConfig({}).admission).toEqual({ mode: "open", chosen: false, firstOwns: true });
});
