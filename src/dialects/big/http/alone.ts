/** What the calls say of themselves, and what answers on a port of their own (`docs/protocols/big.md` sections 16.1 and 17). */

import type { TSchema } from "typebox";
import type { Route } from "../../../core/dialect.ts";
import { askingOf, type Call, type CallServices, open, preflight, textResponse, toRoute } from "./calling.ts";

type Calls = Readonly<Record<string, Call>>;

/** The list of the calls, as a page and for programs; and who asks, as the server sees it. */
export function aboutCalls(calls: Calls): Calls {
  const document = openApi(calls);
  const page = docsPage(calls);
  return {
    "GET /openapi.json": open({ about: "These calls, as OpenAPI." }, async () => document),
    "GET /docs": open({ about: "These calls, as a page." }, async () => html(page)),
    "GET /network": open({ about: "Where the request came from." }, async ({ request, address }) =>
      /\bjson\b/.test(request.headers.get("Accept") ?? "")
        ? { ip: address }
        : html(`<!doctype html><title>Network</title><p>Your address: ${escaped(address)}</p>`),
    ),
  };
}

/** On a port of its own: preflights, the way to the page, and for all else first a token, then that there is nothing. */
export function otherwise(services: CallServices): Route {
  const check = toRoute(services, async (came) => {
    await askingOf(came);
    return textResponse(404, "Not Found.");
  });
  return async (request, address, space) => {
    if (request.method === "OPTIONS") return await preflight(request);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && new URL(request.url).pathname === "/")
      return new Response(null, { status: 302, headers: { Location: "/docs" } });
    return await check(request, address, space);
  };
}

function openApi(calls: Calls): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [key, call] of Object.entries(calls)) {
    const [method = "", path = ""] = key.split(" ");
    const named = path.replaceAll(/:(\w+)/g, "{$1}");
    paths[named] = { ...paths[named], [method.toLowerCase()]: operation(path, call) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "BIG", version: "1" },
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
    paths,
  };
}

function operation(path: string, { about, body, query, open: isOpen }: Call): object {
  const { properties = {}, required = [] } = query as TSchema & {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...Object.entries(properties).map(([name, schema]) => ({
      name,
      in: "query",
      required: required.includes(name),
      schema,
    })),
  ];
  return {
    summary: about,
    ...(isOpen ? {} : { security: [{ bearer: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      200: { description: "Done." },
      400: { description: "Something does not fit." },
      ...(isOpen ? {} : { 401: { description: "No token, or none that is good." } }),
    },
  };
}

function docsPage(calls: Calls): string {
  const rows = Object.entries(calls).map(
    ([key, { about, open: isOpen }]) =>
      `<tr><td><code>${escaped(key)}</code></td><td>${escaped(about)}</td><td>${isOpen ? "" : "token"}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>BIG</title>
<h1>BIG</h1><p>For programs: <a href="/openapi.json">openapi.json</a>.</p>
<table>${rows.join("\n")}</table></html>`;
}

function html(text: string): Response {
  return new Response(text, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'",
    },
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
