import type { ApiClient } from './client';
import type { Page } from './types';

/** Reads a list to its end: for lists that stay short, such as one tenant's endpoints. */
export async function allPages<T>(api: ApiClient, path: string, signal: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<Page<T>>(path, { query: { limit: 250, cursor }, signal });
    all.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
