import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { AttemptDetail } from '@/lib/api/types';
import { attemptsKey } from './listAttempts';

export function useAttempt(tenantId: string, attemptId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...attemptsKey(tenantId), attemptId],
    queryFn: ({ signal }) => api.get<AttemptDetail>(tenantPath(tenantId, 'attempts', attemptId), { signal }),
    // What has happened does not change.
    staleTime: Infinity,
  });
}
