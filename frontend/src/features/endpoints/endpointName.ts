import type { Endpoint } from '@/lib/api/types';

/** Its given name, or the part of its URL that tells it from others. */
export function endpointName({ name, url }: Pick<Endpoint, 'name' | 'url'>): string {
  return name ?? url.replace(/^https?:\/\//, '');
}

export function describeSubscriptions({ subscriptions }: Pick<Endpoint, 'subscriptions'>): string {
  const patterns = subscriptions.map(({ eventType }) => eventType);
  return patterns.length === 0 || patterns.includes('*') ? 'All events' : patterns.join(', ');
}
