import { useEndpoints } from '@/features/endpoints/api/listEndpoints';
import { endpointName } from '@/features/endpoints/endpointName';

/** Names for the endpoint ids that attempts and dead letters carry; the id itself when its endpoint is gone. */
export function useEndpointNames(tenantId: string) {
  const { data: endpoints = [] } = useEndpoints(tenantId);
  return {
    options: endpoints.map((endpoint) => ({ id: endpoint.id, label: endpointName(endpoint) })),
    nameOf: (endpointId: string) => {
      const endpoint = endpoints.find(({ id }) => id === endpointId);
      return endpoint ? endpointName(endpoint) : endpointId;
    },
  };
}
