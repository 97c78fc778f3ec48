import { expect, test } from "bun:test";
import { iceServers } from "./ice.ts";

const turn = ["turn:turn.example.org:3478"];
const NOW = 1_795_196_400_000;
const HOUR = 3_600_000;

test("a TURN server's credential is the user's, and ends", () => {
  const of = iceServers({ stun: [], turn, secret: "shared", lifetime: HOUR }, () => NOW);
  // printf '%s' 1795200000:42 | openssl dgst -sha1 -hmac shared -binary | base64
  const credential = "Bi7OErG2Zo9cuXcZlOnqRuMtxlI=";
  expect(of(42)).toEqual([{ urls: turn, username: "1795200000:42", credential, expires: 1_795_200_000_000 }]);
  expect(of(43)[0]?.credential).not.toBe(credential);
});

test("without a secret there is no credential, and without a server none is named", () => {
  const none = { username: "", credential: "", expires: 0 };
  const stun = ["stun:stun.example.org"];
  expect(iceServers({ stun, turn, secret: "", lifetime: HOUR }, () => NOW)(42)).toEqual([
    { urls: stun, ...none },
    { urls: turn, ...none },
  ]);
  expect(iceServers({ stun: [], turn: [], secret: "shared", lifetime: HOUR }, () => NOW)(42)).toEqual([]);
});
