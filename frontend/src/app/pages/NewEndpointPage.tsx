import { useNavigate } from 'react-router';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { CreateEndpointForm } from '@/features/endpoints/components/CreateEndpointForm';
import { useEventTypes } from '@/features/event-types/api/listEventTypes';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session/SessionContext';
import { useTenantId } from '../TenantScope';

export function NewEndpointPage() {
  const tenantId = useTenantId();
  const { mayManage } = useSession();
  const navigate = useNavigate();
  // Without the catalogue the form still works: patterns can be typed.
  const eventTypes = useEventTypes().data ?? [];
  return (
    <>
      <PageHeader title="New endpoint" back={{ to: paths.endpoints(tenantId), label: 'Endpoints' }} />
      {mayManage ? (
        <CreateEndpointForm
          tenantId={tenantId}
          eventTypes={eventTypes}
          onCreated={({ id }) => void navigate(paths.endpoint(tenantId, id), { state: { created: true } })}
        />
      ) : (
        <EmptyState title="Only an admin can create endpoints">Ask an admin of your team.</EmptyState>
      )}
    </>
  );
}
