/** Every address inside the portal, so that no page spells another page's path. */
export const paths = {
  home: '/',
  signedIn: '/signed-in',
  signedOut: '/signed-out',
  tenants: '/tenants',
  endpoints: (tenantId: string) => `/tenants/${tenantId}/endpoints`,
  newEndpoint: (tenantId: string) => `/tenants/${tenantId}/endpoints/new`,
  endpoint: (tenantId: string, endpointId: string) => `/tenants/${tenantId}/endpoints/${endpointId}`,
  attempts: (tenantId: string, filter: Record<string, string> = {}) => {
    const query = new URLSearchParams(filter);
    return `/tenants/${tenantId}/attempts${query.size === 0 ? '' : `?${query.toString()}`}`;
  },
  attempt: (tenantId: string, attemptId: string) => `/tenants/${tenantId}/attempts/${attemptId}`,
  deadLetters: (tenantId: string) => `/tenants/${tenantId}/dead-letters`,
};
