import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useApi } from '@/lib/api/ApiContext';
import { tenantPath } from '@/lib/api/tenantPath';
import type { Endpoint, NewEndpoint } from '@/lib/api/types';
import { endpointsKey } from './listEndpoints';

export function useCreateEndpoint(tenantId: string) {
  const api = useApi();
  const queries = useQueryClient();
  // Sending the same form again after a timeout must not make a second endpoint: same input, same key.
  const lastSent = useRef({ input: '', key: '' });
  return useMutation({
    mutationFn: (endpoint: NewEndpoint) => {
      const input = JSON.stringify(endpoint);
      if (lastSent.current.input !== input) lastSent.current = { input, key: crypto.randomUUID() };
      return api.post<Endpoint>(tenantPath(tenantId, 'endpoints'), endpoint, {
        idempotencyKey: lastSent.current.key,
      });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: endpointsKey(tenantId) }),
  });
}
