import { describe, expect, it, vi } from 'vitest';
import { createApiClient, type Credentials } from './client';
import { ApiError, UnreachableError } from './errors';
import { explain } from './explain';

const signedIn: Credentials = {
  token: () => Promise.resolve('old'),
  renew: () => Promise.resolve(undefined),
};

function answering(answer: (token: string | null) => Response | Promise<Response>) {
  vi.stubGlobal('fetch', (_: string, init: RequestInit) =>
    Promise.resolve(answer(new Headers(init.headers).get('Authorization'))),
  );
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );
}

describe('the API client', () => {
  it('renews a refused token once and goes on', async () => {
    answering((token) =>
      token === 'Bearer new' ? Response.json({ fine: true }) : new Response(null, { status: 401 }),
    );
    const api = createApiClient({ ...signedIn, renew: () => Promise.resolve('new') });
    expect(await api.get('/v1/tenants')).toEqual({ fine: true });
  });

  it('reports 401 when the token cannot be renewed', async () => {
    answering(() => new Response(null, { status: 401 }));
    const api = createApiClient({ ...signedIn, renew: () => Promise.reject(new Error('session over')) });
    expect(explain(await errorOf(api.get('/v1/tenants'))).remedy).toBe('sign-in');
  });

  it('takes message, field and trace from an error answer', async () => {
    const body = {
      error: 'validation_failed',
      message: 'no URL',
      field: 'url',
      timestamp: '',
      traceId: 't1',
    };
    answering(() => Response.json(body, { status: 422 }));
    const error = await errorOf(createApiClient(signedIn).post('/v1/x', {}));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, message: 'no URL', field: 'url', traceId: 't1' });
  });

  it('makes a sentence of an answer that is not the API’s', async () => {
    answering(() => new Response('<html>Bad Gateway</html>', { status: 502 }));
    expect(explain(await errorOf(createApiClient(signedIn).get('/v1/x'))).title).toContain('502');
  });

  it('names the wait that a busy server asks for', async () => {
    answering(() => new Response(null, { status: 503, headers: { 'Retry-After': '7' } }));
    expect(explain(await errorOf(createApiClient(signedIn).get('/v1/x'))).advice).toContain('in 7 seconds');
  });

  it('tells a broken connection from an error', async () => {
    answering(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await errorOf(createApiClient(signedIn).get('/v1/x'))).toBeInstanceOf(UnreachableError);
  });

  it('ends a wait that takes too long', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) =>
      signal?.aborted
        ? Promise.reject(new DOMException('late', 'TimeoutError'))
        : Promise.resolve(Response.json({})),
    );
    expect(await errorOf(createApiClient(signedIn).get('/v1/x'))).toMatchObject({ reason: 'timeout' });
  });
});
