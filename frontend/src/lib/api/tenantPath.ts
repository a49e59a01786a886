/** The API's address of something that belongs to a tenant. */
export function tenantPath(tenantId: string, ...segments: string[]): string {
  return ['/v1/tenants', tenantId, ...segments]
    .map((segment, index) => (index === 0 ? segment : encodeURIComponent(segment)))
    .join('/');
}
