/**
 * Section 2 of docs/protocols/bonfire.md and nothing else, in Protobuf: what somebody writes who has only the
 * public schema. All fields that it needs are numbered 1 to 3, strings or an enum.
 */

const WIRE_VARINT = 0;
const WIRE_LENGTH = 2;

/** `GatewayIdentify {string token = 1; ClientType client_type = 2; string client_agent = 3}` */
export function identify(token: string, clientType: number, agent: string): Uint8Array {
  return Uint8Array.from([...string(1, token), (2 << 3) | WIRE_VARINT, clientType, ...string(3, agent)]);
}

/** `GatewayClientEvent {oneof event {string message = 1}}` */
export function clientEvent(message: string): Uint8Array {
  return Uint8Array.from(string(1, message));
}

/**
 * The string that is field 1, skipping all others, as the schema's `GatewayHandshake.version` and
 * `GatewayServerEvent.message`; null when it is not there.
 */
export function fieldOne(bytes: Uint8Array): string | null {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  let found: string | null = null;
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === WIRE_VARINT) varint();
    else if (wire === WIRE_LENGTH) {
      const end = varint() + at;
      if (tag >> 3 === 1) found = new TextDecoder().decode(bytes.subarray(at, end));
      at = end;
    } else at += wire === 1 ? 8 : 4;
  }
  return found;
}

function string(field: number, text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [(field << 3) | WIRE_LENGTH, ...varintOf(bytes.length), ...bytes];
}

function varintOf(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varintOf(Math.floor(value / 128))];
}
