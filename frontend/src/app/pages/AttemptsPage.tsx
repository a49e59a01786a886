import { useSearchParams } from 'react-router';
import { Button, ButtonLink } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { LoadMore } from '@/components/LoadMore';
import { PageHeader } from '@/components/PageHeader';
import { Timestamp } from '@/components/Timestamp';
import { useAttempts, type AttemptFilter } from '@/features/attempts/api/listAttempts';
import { AttemptFilters } from '@/features/attempts/components/AttemptFilters';
import { AttemptTable } from '@/features/attempts/components/AttemptTable';
import { OUTCOMES } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useTenantId } from '../TenantScope';
import { useEndpointNames } from '../useEndpointNames';
import styles from './AttemptsPage.module.css';

export function AttemptsPage() {
  const tenantId = useTenantId();
  const [filter, setFilter] = useFilter();
  const attempts = useAttempts(tenantId, filter);
  const { options, nameOf } = useEndpointNames(tenantId);
  const rows = attempts.data?.pages.flatMap((page) => page.data);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title="Attempts"
        lead="Every request that Posthorn made to your endpoints, newest first."
        action={
          <div className={styles.refresh}>
            {attempts.dataUpdatedAt > 0 && (
              <span>
                As of <Timestamp value={new Date(attempts.dataUpdatedAt).toISOString()} />
              </span>
            )}
            <Button onPress={() => void attempts.refetch()}>Refresh</Button>
          </div>
        }
      />
      <AttemptFilters filter={filter} endpoints={options} onChange={setFilter} />
      {attempts.isPending && <Loading label="Loading attempts" rows={8} />}
      {attempts.isError && !attempts.isFetchNextPageError && (
        <ErrorNotice error={attempts.error} onRetry={() => void attempts.refetch()} />
      )}
      {rows?.length === 0 &&
        (filtered ? <NoMatch onReset={() => setFilter({})} /> : <NoAttempts tenantId={tenantId} />)}
      {rows !== undefined && rows.length > 0 && (
        <AttemptTable tenantId={tenantId} attempts={rows} endpointName={nameOf} />
      )}
      <LoadMore query={attempts} />
    </>
  );
}

function NoMatch({ onReset }: { onReset: () => void }) {
  return (
    <EmptyState title="No attempt matches" action={<Button onPress={onReset}>Show all attempts</Button>}>
      Nothing in the log fits these filters.
    </EmptyState>
  );
}

function NoAttempts({ tenantId }: { tenantId: string }) {
  return (
    <EmptyState
      title="No attempts yet"
      action={<ButtonLink href={paths.endpoints(tenantId)}>See your endpoints</ButtonLink>}
    >
      As soon as an event matches one of your endpoints, the request and its answer are listed here.
    </EmptyState>
  );
}

/** The filter lives in the address, so that it can be sent to a colleague and survives going back. */
function useFilter(): [AttemptFilter, (filter: AttemptFilter) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filter = {
    endpointId: parameters.get('endpoint') ?? undefined,
    eventId: parameters.get('event') ?? undefined,
    outcome: OUTCOMES.find((outcome) => outcome === parameters.get('outcome')),
  };
  const setFilter = ({ endpointId, eventId, outcome }: AttemptFilter) =>
    setParameters(
      Object.entries({ endpoint: endpointId, event: eventId, outcome }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as [string, string]],
      ),
      { replace: true, preventScrollReset: true },
    );
  return [filter, setFilter];
}
