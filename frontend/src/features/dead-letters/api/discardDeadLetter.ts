import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { DeadLetter } from '@/lib/api/types';
import { deadLettersKey } from './listDeadLetters';

export function useDiscardDeadLetter(tenantId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ letter, reason }: { letter: DeadLetter; reason: string }) =>
      api.post<unknown>(
        tenantPath(tenantId, 'dead-letters', letter.id, 'discard'),
        reason === '' ? {} : { reason },
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: deadLettersKey(tenantId) }),
  });
}
