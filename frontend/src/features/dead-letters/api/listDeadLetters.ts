import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { DeadLetter, Page } from '@/lib/api/types';

export const deadLettersKey = (tenantId: string) => ['tenants', tenantId, 'dead-letters'] as const;

export function useDeadLetters(tenantId: string, endpointId?: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...deadLettersKey(tenantId), endpointId],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<DeadLetter>>(tenantPath(tenantId, 'dead-letters'), {
        query: { endpointId, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
