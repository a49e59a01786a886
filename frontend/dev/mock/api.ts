import { claimsOf, sessionOf } from '../../src/lib/session/session.ts';
import type { Endpoint, NewEndpoint } from '../../src/lib/api/types.ts';
import { mockData, type MockData } from './data.ts';

interface Call {
  parameters: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

type Handler = (call: Call) => Response;

export interface MockApi {
  data: MockData;
  handle: (request: Request) => Promise<Response>;
}

/**
 * Posthorn's API as far as the portal calls it, in memory: for looking at the portal without a backend, and for the
 * tests of its routes. It follows the contract's shapes and errors, and nothing else of the real thing.
 */
export function createMockApi(data = mockData(new Date())): MockApi {
  const tenantOf = ({ parameters: { t = '' } }: Call) => t;
  const routes: [method: string, path: string, handler: Handler][] = [
    ['GET', '/v1/tenants', ({ query }) => page(data.tenants, query)],
    ['GET', '/v1/event-types', ({ query }) => page(data.eventTypes, query)],
    ['GET', '/v1/tenants/:t/endpoints', (call) => page(data.endpoints[tenantOf(call)] ?? [], call.query)],
    [
      'POST',
      '/v1/tenants/:t/endpoints',
      (call) => createEndpoint(data, tenantOf(call), call.body as NewEndpoint),
    ],
    ['GET', '/v1/tenants/:t/endpoints/:id', (call) => one(data.endpoints[tenantOf(call)], call)],
    [
      'GET',
      '/v1/tenants/:t/endpoints/:id/secret',
      () => json(200, { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwm4uYd0bQ7hE', previous: [] }),
    ],
    [
      'GET',
      '/v1/tenants/:t/attempts',
      (call) => page(matching(data.attempts[tenantOf(call)] ?? [], call.query), call.query),
    ],
    ['GET', '/v1/tenants/:t/attempts/:id', (call) => one(data.attempts[tenantOf(call)], call)],
    [
      'GET',
      '/v1/tenants/:t/dead-letters',
      (call) => page(matching(data.deadLetters[tenantOf(call)] ?? [], call.query), call.query),
    ],
    [
      'POST',
      '/v1/tenants/:t/dead-letters/:id/replay',
      (call) => settleDeadLetter(data, tenantOf(call), call, 202),
    ],
    [
      'POST',
      '/v1/tenants/:t/dead-letters/:id/discard',
      (call) => settleDeadLetter(data, tenantOf(call), call, 200),
    ],
  ];

  return {
    data,
    async handle(request) {
      const url = new URL(request.url);
      const session = sessionOf(claimsOf(request.headers.get('Authorization')?.replace('Bearer ', '') ?? ''));
      if (session.reach.kind === 'nothing') return failure(401, 'unauthorized', 'Sign in or send an API key');
      for (const [method, path, handler] of routes) {
        const parameters = match(path, url.pathname);
        if (method !== request.method || parameters === undefined) continue;
        if (parameters.t === undefined && path === '/v1/tenants' && session.reach.kind === 'tenant') {
          return failure(403, 'forbidden', 'Only operators may list tenants');
        }
        const foreign = session.reach.kind === 'tenant' && parameters.t !== session.reach.tenantId;
        if (parameters.t !== undefined && (foreign || !data.tenants.some(({ id }) => id === parameters.t))) {
          return failure(404, 'not_found', `There is no tenant ${parameters.t}`);
        }
        if (method === 'POST' && !session.mayManage) {
          return failure(403, 'forbidden', 'This needs the role tenant-admin');
        }
        const text = await request.text();
        return handler({
          parameters,
          query: url.searchParams,
          body: text === '' ? undefined : JSON.parse(text),
        });
      }
      return failure(404, 'not_found', `There is nothing at ${url.pathname}`);
    },
  };
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = decodeURIComponent(actual[index] ?? '');
    if (part.startsWith(':')) parameters[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return parameters;
}

/** The cursor of the mock is the index of the next entry. */
function page(all: unknown[], query: URLSearchParams): Response {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? 50);
  return json(200, { data: all.slice(start, end), nextCursor: end < all.length ? String(end) : null });
}

interface Filterable {
  endpointId: string;
  eventId: string;
  outcome?: string;
}

function matching(all: Filterable[], query: URLSearchParams): Filterable[] {
  const fields = ['endpointId', 'eventId', 'outcome'] as const;
  return all.filter((item) => fields.every((field) => !query.has(field) || item[field] === query.get(field)));
}

function one(all: { id: string }[] = [], { parameters: { id = '' } }: Call): Response {
  const found = all.find((item) => item.id === id);
  return found ? json(200, found) : failure(404, 'not_found', `There is no ${id}`);
}

function createEndpoint(data: MockData, tenantId: string, input: NewEndpoint): Response {
  if (/\/\/(127\.|10\.|192\.168\.|localhost)/.test(input.url)) {
    return failure(422, 'validation_failed', 'The URL leads to a private address', 'url');
  }
  const endpoint: Endpoint = {
    id: `ep_01k9mt8c4hf1vs5pb3ez0g7x${String(data.endpoints[tenantId]?.length ?? 0).padStart(2, '0')}`,
    status: 'enabled',
    createdAt: new Date().toISOString(),
    ...input,
    subscriptions: input.subscriptions ?? [],
  };
  data.endpoints[tenantId] = [endpoint, ...(data.endpoints[tenantId] ?? [])];
  return json(201, endpoint);
}

function settleDeadLetter(data: MockData, tenantId: string, call: Call, status: number): Response {
  const letters = data.deadLetters[tenantId] ?? [];
  const letter = letters.find(({ id }) => id === call.parameters.id);
  if (!letter) return failure(404, 'not_found', 'This dead letter is gone');
  data.deadLetters[tenantId] = letters.filter((other) => other !== letter);
  return json(status, { replayId: 'rpl_01k9n000000000000000000001', matched: 1 });
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status });
}

export function failure(
  status: number,
  error: string,
  message: string,
  field: string | null = null,
): Response {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  return json(status, { error, message, field, timestamp: new Date().toISOString(), traceId });
}
