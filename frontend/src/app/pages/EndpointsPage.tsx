import { ButtonLink } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { PageHeader } from '@/components/PageHeader';
import { useLatestAttempts } from '@/features/attempts/api/listAttempts';
import { OutcomeStrip } from '@/features/attempts/components/OutcomeStrip';
import { useEndpoints } from '@/features/endpoints/api/listEndpoints';
import { EndpointTable } from '@/features/endpoints/components/EndpointTable';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session/SessionContext';
import { useTenantId } from '../TenantScope';

export function EndpointsPage() {
  const tenantId = useTenantId();
  const { mayManage } = useSession();
  const endpoints = useEndpoints(tenantId);
  const latest = useLatestAttempts(tenantId);
  const create = mayManage && (
    <ButtonLink variant="primary" href={paths.newEndpoint(tenantId)}>
      New endpoint
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Endpoints"
        lead="The URLs that receive your webhooks."
        action={endpoints.data?.length === 0 ? undefined : create}
      />
      {endpoints.isPending && <Loading label="Loading endpoints" />}
      {endpoints.isError && <ErrorNotice error={endpoints.error} onRetry={() => void endpoints.refetch()} />}
      {endpoints.data?.length === 0 && (
        <EmptyState title="Where should your webhooks go?" action={create}>
          Name a URL of yours and choose the events it wants. The next matching event arrives there, signed.
        </EmptyState>
      )}
      {endpoints.data && endpoints.data.length > 0 && (
        <EndpointTable
          tenantId={tenantId}
          endpoints={endpoints.data}
          health={(endpointId) =>
            latest.data ? (
              <OutcomeStrip attempts={latest.data.filter((attempt) => attempt.endpointId === endpointId)} />
            ) : (
              '–'
            )
          }
        />
      )}
    </>
  );
}
