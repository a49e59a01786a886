import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import type { ApiClient } from '@/lib/api/client';
import { tenantPath } from '@/lib/api/tenantPath';
import type { Attempt, Outcome, Page } from '@/lib/api/types';

export interface AttemptFilter {
  endpointId?: string | undefined;
  eventId?: string | undefined;
  outcome?: Outcome | undefined;
}

const REFRESH_MILLIS = 10_000;

function listAttempts(
  api: ApiClient,
  tenantId: string,
  query: AttemptFilter & { limit: number; cursor?: string | undefined },
  signal: AbortSignal,
) {
  return api.get<Page<Attempt>>(tenantPath(tenantId, 'attempts'), { query: { ...query }, signal });
}

export const attemptsKey = (tenantId: string) => ['tenants', tenantId, 'attempts'] as const;

/** The attempt log, newest first. It follows what happens until someone reads on into the past. */
export function useAttempts(tenantId: string, filter: AttemptFilter, { limit = 50 } = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...attemptsKey(tenantId), filter, limit],
    queryFn: ({ pageParam, signal }) =>
      listAttempts(api, tenantId, { ...filter, limit, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? REFRESH_MILLIS : false),
  });
}

/** The tenant's latest attempts over all endpoints, in one request however many endpoints there are. */
export function useLatestAttempts(tenantId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...attemptsKey(tenantId), 'latest'],
    queryFn: async ({ signal }) => (await listAttempts(api, tenantId, { limit: 250 }, signal)).data,
    refetchInterval: REFRESH_MILLIS,
  });
}
