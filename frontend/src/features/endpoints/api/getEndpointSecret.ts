import { useMutation } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { EndpointSecret } from '@/lib/api/types';

/** Asked for on a press and forgotten with the page: a query would keep the secret in the cache. */
export function useRevealSecret(tenantId: string, endpointId: string) {
  const api = useApi();
  return useMutation({
    mutationFn: () => api.get<EndpointSecret>(tenantPath(tenantId, 'endpoints', endpointId, 'secret')),
    gcTime: 0,
  });
}
