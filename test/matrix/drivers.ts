/** The front ends of the matrix. A new dialect joins with a driver file and a line here. */

import { big } from "./drivers/big.ts";
import { bonfireJson, bonfireProtobuf } from "./drivers/bonfire.ts";
import { flubber } from "./drivers/flubber.ts";
import { httpApi } from "./drivers/http.ts";
import { i386chat } from "./drivers/i386chat.ts";
import { originchats } from "./drivers/originchats.ts";
import type { Driver } from "./front.ts";

export const DRIVERS: readonly Driver[] = [
  bonfireJson,
  bonfireProtobuf,
  originchats,
  i386chat,
  big,
  flubber,
  httpApi,
];
