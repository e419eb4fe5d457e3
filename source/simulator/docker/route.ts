import type { IncomingMessage, ServerResponse } from 'node:http';

/** What one request brings to its route. `id` is what its path names, if it does. */
export type Call = { request: IncomingMessage; response: ServerResponse; query: URLSearchParams; id: string };

/** One or several methods, apart by blanks, at a path without the API's version. */
export type Route = { method: string; path: RegExp; run(call: Call): void | Promise<void> };
