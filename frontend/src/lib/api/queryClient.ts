import { QueryClient } from '@tanstack/react-query';
import { ApiError, UnreachableError } from './errors';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && mayPassByItself(error),
        retryDelay: 1_000,
        // The default pauses a query while the browser thinks it is offline: a spinner without end.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** A timeout has cost its patience already; what the API refused once it refuses again. */
function mayPassByItself(error: Error): boolean {
  if (error instanceof UnreachableError) return error.reason === 'network';
  return error instanceof ApiError && [502, 503, 504].includes(error.status);
}
