/** HTTP answers of the server itself, and the bound on what a call may carry. */

/** An error in the form that all calls share. `code` is for programs, `message` for people. */
export function errorResponse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status });
}

export function textResponse(status: number, text: string): Response {
  return new Response(text, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/**
 * Add what every answer carries. A shared cache must never keep one user's answer for another, and no browser
 * may guess a type. An answer that says itself how it may be cached keeps its word.
 */
export function secured(response: Response): Response {
  const { headers } = response;
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-store");
  headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

/**
 * Give the request when its body has at most `limit` bytes, else the answer that refuses it.
 *
 * A body of unstated length is read up to the limit first, so keep that small; with `mustState` it is refused.
 */
export async function boundBody(
  request: Request,
  limit: number,
  { mustState }: { readonly mustState: boolean },
): Promise<Request | Response> {
  const stated = request.headers.get("Content-Length");
  if (stated !== null) return Number(stated) <= limit ? request : tooLarge(limit);
  if (request.headers.get("Transfer-Encoding") === null || request.body === null) return request;
  if (mustState) {
    return closing(
      errorResponse(411, "length_required", "The length of an upload must be stated in Content-Length"),
    );
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body) {
      bytes += chunk.length;
      if (bytes > limit) return tooLarge(limit);
      chunks.push(chunk);
    }
  } catch {
    // The peer left, or its chunks are none: nobody is there to hear it, and it is no bug of ours.
    return closing(errorResponse(400, "invalid", "The body of this call ended early"));
  }
  const { method, url, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}

function tooLarge(limit: number): Response {
  return closing(errorResponse(413, "too_large", `The body of this call has at most ${limit} bytes`));
}

/** The rest of the body is not read, so nothing more can be said on that connection. */
export function closing(response: Response): Response {
  response.headers.set("Connection", "close");
  return response;
}
