import { busContract } from "../../test/contract/bus.ts";
import { localBus } from "./local.ts";

busContract("local", () => ({ bus: localBus(), settled: async () => undefined }));
