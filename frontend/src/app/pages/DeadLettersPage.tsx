import { useSearchParams } from 'react-router';
import { ButtonLink } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { LoadMore } from '@/components/LoadMore';
import { PageHeader } from '@/components/PageHeader';
import { Picker } from '@/components/Picker';
import { OutcomeBadge } from '@/features/attempts/components/OutcomeBadge';
import { useDeadLetters } from '@/features/dead-letters/api/listDeadLetters';
import { DeadLetterTable } from '@/features/dead-letters/components/DeadLetterTable';
import { paths } from '@/lib/paths';
import { useTenantId } from '../TenantScope';
import { useEndpointNames } from '../useEndpointNames';

const ANY = '*';

export function DeadLettersPage() {
  const tenantId = useTenantId();
  const [parameters, setParameters] = useSearchParams();
  const endpointId = parameters.get('endpoint') ?? undefined;
  const letters = useDeadLetters(tenantId, endpointId);
  const { options, nameOf } = useEndpointNames(tenantId);
  const rows = letters.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <PageHeader
        title="Dead letters"
        lead="Deliveries that used up their attempts and wait for you: send them again, or discard them."
        action={
          <Picker
            label="Endpoint"
            selected={endpointId ?? ANY}
            options={[{ id: ANY, label: 'Any endpoint' }, ...options]}
            onSelect={(id) => setParameters(id === ANY ? {} : { endpoint: id }, { replace: true })}
          />
        }
      />
      {letters.isPending && <Loading label="Loading dead letters" />}
      {letters.isError && !letters.isFetchNextPageError && (
        <ErrorNotice error={letters.error} onRetry={() => void letters.refetch()} />
      )}
      {rows?.length === 0 && (
        <EmptyState
          title="No dead letters"
          action={<ButtonLink href={paths.attempts(tenantId)}>See the latest attempts</ButtonLink>}
        >
          Every delivery arrived or is still being tried.
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <DeadLetterTable
          tenantId={tenantId}
          letters={rows}
          endpointName={nameOf}
          outcome={(attempt) => <OutcomeBadge attempt={attempt} />}
        />
      )}
      <LoadMore query={letters} />
    </>
  );
}
