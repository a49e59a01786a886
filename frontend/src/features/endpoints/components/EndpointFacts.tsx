import { Facts } from '@/components/Facts';
import { Timestamp } from '@/components/Timestamp';
import type { Endpoint } from '@/lib/api/types';
import { describeSubscriptions } from '../endpointName';

export function EndpointFacts({ endpoint }: { endpoint: Endpoint }) {
  return (
    <Facts
      facts={[
        ['URL', <code key="url">{endpoint.url}</code>],
        ['Description', endpoint.description ?? null],
        ['Events', describeSubscriptions(endpoint)],
        ['ID', <code key="id">{endpoint.id}</code>],
        [
          'Created',
          endpoint.createdAt === undefined ? null : <Timestamp value={endpoint.createdAt} form="full" />,
        ],
      ]}
    />
  );
}
