import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import type { Page, Tenant } from '@/lib/api/types';

/** For operators; anyone else gets 403. */
export function useTenants({ enabled = true } = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['tenants'],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Tenant>>('/v1/tenants', { query: { limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });
}
