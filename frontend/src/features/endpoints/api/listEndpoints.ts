import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/lib/api/allPages';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { Endpoint } from '@/lib/api/types';

export const endpointsKey = (tenantId: string) => ['tenants', tenantId, 'endpoints'] as const;

export function useEndpoints(tenantId: string) {
  const api = useApi();
  return useQuery({
    queryKey: endpointsKey(tenantId),
    queryFn: ({ signal }) => allPages<Endpoint>(api, tenantPath(tenantId, 'endpoints'), signal),
  });
}
