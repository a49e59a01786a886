import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { Endpoint } from '@/lib/api/types';
import { endpointsKey } from './listEndpoints';

export function useEndpoint(tenantId: string, endpointId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...endpointsKey(tenantId), endpointId],
    queryFn: ({ signal }) => api.get<Endpoint>(tenantPath(tenantId, 'endpoints', endpointId), { signal }),
  });
}
