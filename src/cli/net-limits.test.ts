import { expect, test } from "bun:test";
import { readConfig } from "../config.ts";
import { defaultLimits } from "../net/limits.ts";
import { netLimits } from "./net-limits.ts";

test("the defaults of the configuration are those that the network is tested with", () =>
  expect(netLimits(readConfig({}))).toEqual(defaultLimits));
