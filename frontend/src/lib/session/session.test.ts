import { describe, expect, it } from 'vitest';
import { claimsOf, sessionOf } from './session';

describe('a session', () => {
  it('reaches its own tenant and manages it as tenant-admin', () => {
    expect(sessionOf({ name: 'Ada', tenant: 'demo', realm_access: { roles: ['tenant-admin'] } })).toEqual({
      userName: 'Ada',
      reach: { kind: 'tenant', tenantId: 'demo' },
      mayManage: true,
    });
  });

  it('only looks as tenant-viewer', () => {
    expect(sessionOf({ tenant: 'demo', realm_access: { roles: ['tenant-viewer'] } }).mayManage).toBe(false);
  });

  it('reaches all tenants as operator', () => {
    expect(sessionOf({ realm_access: { roles: ['operator'] } }).reach).toEqual({ kind: 'operator' });
  });

  it('reaches nothing without a role of Posthorn', () => {
    expect(sessionOf({ tenant: 'demo', realm_access: { roles: ['offline_access'] } }).reach.kind).toBe(
      'nothing',
    );
  });
});

describe('claims', () => {
  it('are read from the token as UTF-8', () => {
    const payload = Buffer.from(JSON.stringify({ name: 'Zoë' })).toString('base64url');
    expect(claimsOf(`e30.${payload}.sig`)).toEqual({ name: 'Zoë' });
  });

  it('are empty for a token that is no JWT', () => {
    expect(claimsOf('opaque')).toEqual({});
  });
});
