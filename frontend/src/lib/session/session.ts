/** Who is signed in, as far as pages need to know; the API decides what is allowed. */
export interface Session {
  userName: string;
  reach: Reach;
  /** May create, change and repair; otherwise only look. */
  mayManage: boolean;
}

export type Reach =
  | { kind: 'tenant'; tenantId: string }
  | { kind: 'operator' }
  /** Signed in, but with no part in Posthorn. */
  | { kind: 'nothing' };

/** The claims of a Posthorn access token that the portal reads. */
export interface Claims {
  tenant?: string;
  name?: string;
  preferred_username?: string;
  realm_access?: { roles?: string[] };
}

export function sessionOf(claims: Claims): Session {
  const roles = claims.realm_access?.roles ?? [];
  const operator = roles.includes('operator');
  return {
    userName: claims.name ?? claims.preferred_username ?? 'Signed in',
    reach: reachOf(claims.tenant, roles),
    mayManage: operator || roles.includes('tenant-admin'),
  };
}

function reachOf(tenant: string | undefined, roles: string[]): Reach {
  if (tenant && (roles.includes('tenant-admin') || roles.includes('tenant-viewer'))) {
    return { kind: 'tenant', tenantId: tenant };
  }
  return roles.includes('operator') ? { kind: 'operator' } : { kind: 'nothing' };
}

/**
 * Reads a token's claims to choose what to show. Nothing is verified here, and nothing needs to be: whatever a
 * forged token makes the portal show, the API refuses to fill.
 */
export function claimsOf(accessToken: string): Claims {
  const payload = accessToken.split('.')[1];
  if (payload === undefined) return {};
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
  } catch {
    return {};
  }
}
