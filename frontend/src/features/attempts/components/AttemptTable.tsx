import { Link } from 'react-router';
import { DataTable, type Column } from '@/components/DataTable';
import { Timestamp } from '@/components/Timestamp';
import type { Attempt } from '@/lib/api/types';
import { formatDuration } from '@/lib/format/duration';
import { paths } from '@/lib/paths';
import { triggerWords } from '../outcomes';
import styles from './AttemptTable.module.css';
import { OutcomeBadge } from './OutcomeBadge';

interface Props {
  tenantId: string;
  attempts: Attempt[];
  /** Left out where all of them belong to one endpoint. */
  endpointName?: (endpointId: string) => string;
}

export function AttemptTable({ tenantId, attempts, endpointName }: Props) {
  const endpoint: Column<Attempt>[] = endpointName
    ? [
        {
          header: 'Endpoint',
          width: 'minmax(0, 1.2fr)',
          cell: (attempt) => <span className={styles.clip}>{endpointName(attempt.endpointId)}</span>,
        },
      ]
    : [];
  return (
    <DataTable
      label="Attempts"
      linked
      rows={attempts}
      rowKey={(attempt) => attempt.id}
      columns={[
        {
          header: 'Time',
          width: 'max-content',
          onPhone: 'main',
          cell: (attempt) => (
            <Link to={paths.attempt(tenantId, attempt.id)}>
              <Timestamp value={attempt.startedAt} />
            </Link>
          ),
        },
        {
          header: 'Outcome',
          width: 'max-content',
          onPhone: 'corner',
          cell: (attempt) => <OutcomeBadge attempt={attempt} />,
        },
        ...endpoint,
        {
          header: 'Event',
          width: 'minmax(0, 2.2fr)',
          cell: (attempt) => (
            <span className={styles.event}>
              {attempt.eventType}
              <code className={`${styles.clip} ${styles.id}`} title={attempt.eventId}>
                {attempt.eventId}
              </code>
            </span>
          ),
        },
        {
          header: 'Attempt',
          width: 'max-content',
          cell: (attempt) => (
            <span className={styles.soft}>
              {attempt.number} · {triggerWords[attempt.trigger]}
            </span>
          ),
        },
        {
          header: 'Duration',
          width: 'max-content',
          align: 'end',
          cell: (attempt) => formatDuration(attempt.duration),
        },
      ]}
    />
  );
}
