import { useQuery } from '@tanstack/react-query';
import { allPages } from '@/lib/api/allPages';
import { useApi } from '@/lib/api/ApiContext';
import type { EventType } from '@/lib/api/types';

export function useEventTypes() {
  const api = useApi();
  return useQuery({
    queryKey: ['event-types'],
    queryFn: ({ signal }) => allPages<EventType>(api, '/v1/event-types', signal),
    staleTime: 60_000,
  });
}
