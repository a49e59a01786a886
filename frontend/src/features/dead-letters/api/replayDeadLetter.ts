import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { DeadLetter } from '@/lib/api/types';
import { deadLettersKey } from './listDeadLetters';

export function useReplayDeadLetter(tenantId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: DeadLetter) => api.post<unknown>(tenantPath(tenantId, 'dead-letters', id, 'replay')),
    onSettled: () => queries.invalidateQueries({ queryKey: deadLettersKey(tenantId) }),
  });
}
