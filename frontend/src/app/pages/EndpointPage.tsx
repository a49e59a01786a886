import { Link, useLocation } from 'react-router';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { Notice } from '@/components/Notice';
import { PageHeader } from '@/components/PageHeader';
import { Panel } from '@/components/Panel';
import { useAttempts } from '@/features/attempts/api/listAttempts';
import { AttemptTable } from '@/features/attempts/components/AttemptTable';
import { useEndpoint } from '@/features/endpoints/api/getEndpoint';
import { EndpointFacts } from '@/features/endpoints/components/EndpointFacts';
import { EndpointSecret } from '@/features/endpoints/components/EndpointSecret';
import { EndpointStatusBadge } from '@/features/endpoints/components/EndpointStatusBadge';
import { endpointName } from '@/features/endpoints/endpointName';
import type { Endpoint } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useParameter, useTenantId } from '../TenantScope';
import styles from './DetailPage.module.css';

export function EndpointPage() {
  const tenantId = useTenantId();
  const endpoint = useEndpoint(tenantId, useParameter('endpointId'));
  const back = { to: paths.endpoints(tenantId), label: 'Endpoints' };
  if (endpoint.data) return <Found tenantId={tenantId} endpoint={endpoint.data} back={back} />;
  return (
    <>
      <PageHeader title="Endpoint" back={back} />
      {endpoint.isError ? (
        <ErrorNotice error={endpoint.error} onRetry={() => void endpoint.refetch()} />
      ) : (
        <Loading label="Loading the endpoint" />
      )}
    </>
  );
}

interface FoundProps {
  tenantId: string;
  endpoint: Endpoint;
  back: { to: string; label: string };
}

function Found({ tenantId, endpoint, back }: FoundProps) {
  const justCreated = (useLocation().state as { created?: boolean } | null)?.created === true;
  return (
    <>
      <PageHeader
        title={endpointName(endpoint)}
        back={back}
        lead={<EndpointStatusBadge status={endpoint.status} />}
      />
      <div className={styles.page}>
        {justCreated && (
          <Notice tone="good" title="The endpoint is ready">
            Next: give its signing secret to your receiver, so that it can tell our requests from forged ones.
          </Notice>
        )}
        {endpoint.status !== 'enabled' && (
          <Notice
            tone="warn"
            title={
              endpoint.status === 'paused'
                ? 'Events wait until it is enabled'
                : 'Events are kept, but not sent'
            }
          >
            {endpoint.statusReason}
          </Notice>
        )}
        <div className={styles.columns}>
          <Panel title="About">
            <EndpointFacts endpoint={endpoint} />
          </Panel>
          <EndpointSecret tenantId={tenantId} endpointId={endpoint.id} />
        </div>
        <LatestAttempts tenantId={tenantId} endpoint={endpoint} />
      </div>
    </>
  );
}

function LatestAttempts({ tenantId, endpoint }: { tenantId: string; endpoint: Endpoint }) {
  const attempts = useAttempts(tenantId, { endpointId: endpoint.id }, { limit: 10 });
  const rows = attempts.data?.pages[0]?.data;
  return (
    <>
      <div className={styles.section}>
        <h2>Latest attempts</h2>
        <Link to={paths.attempts(tenantId, { endpoint: endpoint.id })}>All of this endpoint</Link>
      </div>
      {attempts.isPending && <Loading label="Loading attempts" />}
      {attempts.isError && rows === undefined && (
        <ErrorNotice error={attempts.error} onRetry={() => void attempts.refetch()} />
      )}
      {rows?.length === 0 && (
        <EmptyState title="Nothing was sent here yet">
          The first matching event shows up here within seconds of its publication.
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && <AttemptTable tenantId={tenantId} attempts={rows} />}
    </>
  );
}
