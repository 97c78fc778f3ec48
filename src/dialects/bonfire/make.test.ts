import { expect, test } from "bun:test";
import { make } from "./make.ts";

test("what is not given has its default", () => {
  expect(make("VoiceState", { room_id: 7 })).toStrictEqual({
    user: undefined,
    room_id: 7,
    session_id: "",
    self_muted: false,
    self_deafened: false,
    muted: false,
    deafened: false,
    streaming: false,
    camera: false,
    joined: 0,
  });
  expect(make("GatewayServerEvent")).toStrictEqual({ request_id: 0, stream: 0, seq: 0, event: undefined });
});

test("two messages share no list", () => {
  make("Mentions").role_ids.push(5);
  expect(make("Mentions").role_ids).toEqual([]);
});
