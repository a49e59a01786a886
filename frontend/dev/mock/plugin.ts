import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Connect, Plugin } from 'vite';
import { createMockApi } from './api.ts';
import { identity } from './identity.ts';

/**
 * Serves API, configuration and sign-in from memory in `vite --mode mock` and `vite preview --mode mock`.
 * MOCK_OIDC_AUTHORITY names a real Keycloak realm to sign in at instead.
 */
export function mockBackend(): Plugin {
  const api = createMockApi();

  async function answer(request: Request, { origin, pathname }: URL): Promise<Response | undefined> {
    if (pathname.startsWith('/v1/')) return api.handle(request);
    if (pathname === '/config.json') {
      const oidcAuthority = process.env.MOCK_OIDC_AUTHORITY ?? `${origin}/realms/posthorn`;
      return Response.json({ oidcAuthority, oidcClientId: 'posthorn-portal' });
    }
    const realm = '/realms/posthorn';
    return pathname.startsWith(realm) ? identity(request, pathname.slice(realm.length), origin) : undefined;
  }

  const middleware: Connect.NextHandleFunction = (incoming, outgoing, next) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
    requestOf(incoming, url)
      .then((request) => answer(request, url))
      .then((response) => (response ? send(response, outgoing) : next()))
      .catch(next);
  };

  return {
    name: 'mock-backend',
    configureServer: (server) => void server.middlewares.use(middleware),
    configurePreviewServer: (server) => void server.middlewares.use(middleware),
  };
}

async function requestOf(incoming: IncomingMessage, url: URL): Promise<Request> {
  const method = incoming.method ?? 'GET';
  return new Request(url, {
    method,
    headers: Object.entries(incoming.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    ),
    body: method === 'GET' || method === 'HEAD' ? null : await text(incoming),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
