import { apiErrorOf, UnreachableError, type Answer } from './errors';

export type Query = Record<string, string | number | undefined>;

export interface ApiClient {
  get<T>(path: string, options?: { query?: Query; signal?: AbortSignal }): Promise<T>;
  post<T>(path: string, body?: unknown, options?: { idempotencyKey?: string }): Promise<T>;
}

export interface Credentials {
  /** The access token to send now. */
  token(): Promise<string | undefined>;
  /** Asks for a new one, because the API refused the present one; undefined when a person must sign in. */
  renew(): Promise<string | undefined>;
}

/** No call waits longer than this: a page shows an error and a way on, never an endless spinner. */
const TIMEOUT_MILLIS = 15_000;

export function createApiClient(credentials: Credentials): ApiClient {
  async function call<T>(path: string, init: RequestInit): Promise<T> {
    let answer = await exchange(path, init, await credentials.token());
    if (answer.status === 401) {
      // A laptop that slept wakes with an expired token: renew once before troubling anyone.
      const renewed = await credentials.renew().catch(() => undefined);
      if (renewed !== undefined) answer = await exchange(path, init, renewed);
    }
    if (!answer.ok) throw apiErrorOf(answer);
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
  }

  return {
    get: (path, { query, signal } = {}) => call(path + queryString(query), { signal: signal ?? null }),
    post: (path, body, { idempotencyKey } = {}) =>
      call(path, {
        method: 'POST',
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      }),
  };
}

/** One request and its whole answer, body included, within the time limit. */
async function exchange(path: string, init: RequestInit, token: string | undefined): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const timeout = AbortSignal.timeout(TIMEOUT_MILLIS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const response = await fetch(path, { ...init, headers, signal });
    return {
      ok: response.ok,
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
      text: await response.text(),
    };
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new UnreachableError(timeout.aborted ? 'timeout' : 'network', cause);
  }
}

function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
