import type { Claims } from '../../src/lib/session/session.ts';

const users: Record<string, Claims> = {
  'demo-admin': { name: 'Ada Admin', tenant: 'demo', realm_access: { roles: ['tenant-admin'] } },
  'demo-viewer': { name: 'Vic Viewer', tenant: 'demo', realm_access: { roles: ['tenant-viewer'] } },
  operator: { name: 'Olga Operator', realm_access: { roles: ['operator'] } },
  nobody: { name: 'Nobody', realm_access: { roles: [] } },
};

/** An unsigned token: the mock API takes it, no real service does. */
export function tokenFor(userName: string, more: object = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: userName, ...users[userName], ...more })}.unsigned`;
}

/**
 * As much OpenID Connect as the portal's sign-in needs, with the ids of Keycloak's login form, so that the
 * end-to-end test runs against it too.
 */
export async function identity(request: Request, path: string, origin: string): Promise<Response> {
  const issuer = `${origin}/realms/posthorn`;
  const { searchParams } = new URL(request.url);
  switch (path) {
    case '/.well-known/openid-configuration':
      return Response.json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        end_session_endpoint: `${issuer}/logout`,
        jwks_uri: `${issuer}/certs`,
      });
    case '/auth':
      return request.method === 'POST' ? authorize(await request.formData(), searchParams) : loginForm();
    case '/token':
      return token(await request.formData(), issuer);
    case '/logout':
      return Response.redirect(searchParams.get('post_logout_redirect_uri') ?? origin, 302);
    default:
      return new Response(null, { status: 404 });
  }
}

function loginForm(): Response {
  const form = `<!doctype html><title>Mock sign-in</title><form method="post">
    <p>Sign in as ${Object.keys(users).join(', ')}; the password is the name.</p>
    <input id="username" name="username" value="demo-admin">
    <input id="password" name="password" type="password" value="demo-admin">
    <button id="kc-login">Sign in</button></form>`;
  return new Response(form, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

/** The code carries the user and the nonce, so that the mock needs no memory. */
function authorize(form: FormData, query: URLSearchParams): Response {
  const target = new URL(query.get('redirect_uri') ?? '');
  target.searchParams.set('code', `${text(form, 'username')}~${query.get('nonce') ?? ''}`);
  target.searchParams.set('state', query.get('state') ?? '');
  return Response.redirect(target, 303);
}

function token(form: FormData, issuer: string): Response {
  const [userName = '', nonce] = (text(form, 'code') || text(form, 'refresh_token')).split('~');
  const seconds = Math.floor(Date.now() / 1000);
  const times = { iss: issuer, aud: 'posthorn-portal', iat: seconds, exp: seconds + 3600 };
  return Response.json({
    access_token: tokenFor(userName, times),
    id_token: tokenFor(userName, { ...times, ...(nonce && { nonce }) }),
    refresh_token: userName,
    token_type: 'Bearer',
    expires_in: 3600,
  });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
