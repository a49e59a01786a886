import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useAnnounce } from '@/components/Announcements';
import { Button } from '@/components/Button';
import { DataTable, type Column } from '@/components/DataTable';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Timestamp } from '@/components/Timestamp';
import type { DeadLetter, DeathReason } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session/SessionContext';
import { useReplayDeadLetter } from '../api/replayDeadLetter';
import styles from './DeadLetterTable.module.css';
import { DiscardDialog } from './DiscardDialog';

interface Props {
  tenantId: string;
  letters: DeadLetter[];
  endpointName: (endpointId: string) => string;
  /** How a letter's last attempt ended. */
  outcome: (attempt: NonNullable<DeadLetter['lastAttempt']>) => ReactNode;
}

const reasonWords: Record<DeathReason, string> = {
  attempts_exhausted: 'Attempts used up',
  gone: 'Receiver is gone for good',
  endpoint_disabled: 'Endpoint disabled',
  endpoint_deleted: 'Endpoint deleted',
  payload_expunged: 'Payload expunged',
  filter_failed: 'Filter failed',
  transform_failed: 'Transformation failed',
  not_wanted: 'Refused by a filter',
};

export function DeadLetterTable({ tenantId, letters, endpointName, outcome }: Props) {
  const { mayManage } = useSession();
  const announce = useAnnounce();
  const replay = useReplayDeadLetter(tenantId);
  const [discarding, setDiscarding] = useState<DeadLetter>();

  const send = (letter: DeadLetter) =>
    replay.mutate(letter, {
      onSuccess: () =>
        announce(
          <>
            Replay queued.{' '}
            <Link to={paths.attempts(tenantId, { event: letter.eventId })}>See its attempts</Link>
          </>,
        ),
    });

  const actions: Column<DeadLetter> = {
    header: 'Actions',
    width: 'max-content',
    onPhone: 'actions',
    cell: (letter) => (
      <div className={styles.actions}>
        <Button
          small
          aria-label={`Replay ${letter.eventType} ${letter.eventId}`}
          isPending={replay.isPending && replay.variables.id === letter.id}
          onPress={() => send(letter)}
        >
          Replay
        </Button>
        <Button
          small
          variant="quiet"
          aria-label={`Discard ${letter.eventType} ${letter.eventId}`}
          onPress={() => setDiscarding(letter)}
        >
          Discard
        </Button>
      </div>
    ),
  };

  return (
    <div className={styles.list}>
      {replay.isError && <ErrorNotice error={replay.error} onRetry={() => send(replay.variables)} />}
      <DataTable
        label="Dead letters"
        rows={letters}
        rowKey={(letter) => letter.id}
        columns={[
          {
            header: 'Event',
            width: 'minmax(0, 2fr)',
            onPhone: 'main',
            cell: (letter) => (
              <>
                <span className={styles.event}>{letter.eventType}</span>
                <code className={`${styles.event} ${styles.id}`} title={letter.eventId}>
                  {letter.eventId}
                </code>
              </>
            ),
          },
          {
            header: 'Endpoint',
            width: 'minmax(0, 1.2fr)',
            cell: (letter) => (
              <Link className={styles.event} to={paths.endpoint(tenantId, letter.endpointId)}>
                {endpointName(letter.endpointId)}
              </Link>
            ),
          },
          {
            header: 'Reason',
            width: 'minmax(0, 1.4fr)',
            cell: (letter) => (
              <div>
                {reasonWords[letter.reason]}
                <span className={styles.count}>after {counted(letter.attempts)}</span>
              </div>
            ),
          },
          {
            header: 'Last attempt',
            width: 'max-content',
            onPhone: 'corner',
            cell: ({ lastAttempt }) =>
              lastAttempt === null ? (
                '–'
              ) : (
                <Link to={paths.attempt(tenantId, lastAttempt.id)}>{outcome(lastAttempt)}</Link>
              ),
          },
          {
            header: 'Dead since',
            width: 'max-content',
            cell: (letter) => <Timestamp value={letter.createdAt} />,
          },
          ...(mayManage ? [actions] : []),
        ]}
      />
      {discarding && (
        <DiscardDialog
          tenantId={tenantId}
          letter={discarding}
          onClose={() => setDiscarding(undefined)}
          onDiscarded={() => {
            setDiscarding(undefined);
            announce('Dead letter discarded.');
          }}
        />
      )}
    </div>
  );
}

function counted(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}
