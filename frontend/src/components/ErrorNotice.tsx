import { explain } from '@/lib/api/explain';
import { useSession } from '@/lib/session/SessionContext';
import { Button } from './Button';
import { Notice } from './Notice';
import styles from './Notice.module.css';

/** Says what failed, why, and what to do; offers the remedy when there is one. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { signIn } = useSession();
  const { title, advice, traceId, remedy } = explain(error);
  return (
    <Notice
      tone="bad"
      title={title}
      action={
        remedy === 'sign-in' ? (
          <Button onPress={signIn}>Sign in again</Button>
        ) : (
          onRetry && remedy === 'retry' && <Button onPress={onRetry}>Try again</Button>
        )
      }
    >
      <p>{advice}</p>
      {traceId !== undefined && <p className={styles.trace}>Trace ID {traceId}</p>}
    </Notice>
  );
}
