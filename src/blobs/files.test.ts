import { afterAll } from "bun:test";
import { blobsContract } from "../../test/contract/blobs.ts";
import { removeDirectories, temporaryDirectory } from "../../test/koine.ts";
import { fileBlobs } from "./files.ts";

afterAll(removeDirectories);

blobsContract("files", async () => fileBlobs(temporaryDirectory()));
