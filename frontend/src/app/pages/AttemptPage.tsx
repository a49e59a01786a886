import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { Notice } from '@/components/Notice';
import { PageHeader } from '@/components/PageHeader';
import { Panel } from '@/components/Panel';
import { useAttempt } from '@/features/attempts/api/getAttempt';
import { AttemptFacts } from '@/features/attempts/components/AttemptFacts';
import { HttpMessagePanel } from '@/features/attempts/components/HttpMessagePanel';
import { OutcomeBadge } from '@/features/attempts/components/OutcomeBadge';
import { adviceOn, outcomeWords } from '@/features/attempts/outcomes';
import { paths } from '@/lib/paths';
import { useParameter, useTenantId } from '../TenantScope';
import { useEndpointNames } from '../useEndpointNames';
import styles from './DetailPage.module.css';

export function AttemptPage() {
  const tenantId = useTenantId();
  const attemptId = useParameter('attemptId');
  const { nameOf } = useEndpointNames(tenantId);
  const { data: attempt, isError, error, refetch } = useAttempt(tenantId, attemptId);
  const back = { to: paths.attempts(tenantId), label: 'Attempts' };
  if (!attempt) {
    return (
      <>
        <PageHeader title="Attempt" back={back} />
        {isError ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : (
          <Loading label="Loading the attempt" />
        )}
      </>
    );
  }
  const advice = adviceOn(attempt);
  return (
    <>
      <PageHeader
        title={`Attempt ${attempt.number} to ${nameOf(attempt.endpointId)}`}
        back={back}
        lead={<OutcomeBadge attempt={attempt} />}
      />
      <div className={styles.page}>
        {advice !== null && (
          <Notice tone="warn" title={attempt.error ?? outcomeWords[attempt.outcome]}>
            {advice}
          </Notice>
        )}
        <Panel title="About">
          <AttemptFacts tenantId={tenantId} attempt={attempt} endpointName={nameOf(attempt.endpointId)} />
        </Panel>
        <div className={styles.columns}>
          <HttpMessagePanel
            title="Request"
            firstLine={`POST ${attempt.request.url}`}
            message={attempt.request}
          />
          {attempt.response ? (
            <HttpMessagePanel
              title="Response"
              firstLine={`HTTP ${attempt.statusCode ?? ''}`}
              message={attempt.response}
            />
          ) : (
            <Panel title="Response">No answer came.</Panel>
          )}
        </div>
      </div>
    </>
  );
}
