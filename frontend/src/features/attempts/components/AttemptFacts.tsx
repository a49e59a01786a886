import { Link } from 'react-router';
import { Facts } from '@/components/Facts';
import { Timestamp } from '@/components/Timestamp';
import type { AttemptDetail } from '@/lib/api/types';
import { formatDuration } from '@/lib/format/duration';
import { paths } from '@/lib/paths';
import { triggerWords } from '../outcomes';

interface Props {
  tenantId: string;
  attempt: AttemptDetail;
  endpointName: string;
}

export function AttemptFacts({ tenantId, attempt, endpointName }: Props) {
  return (
    <Facts
      inRows={false}
      facts={[
        ['Started', <Timestamp key="started" value={attempt.startedAt} form="full" />],
        ['Duration', formatDuration(attempt.duration)],
        ['Attempt', `${attempt.number} · ${triggerWords[attempt.trigger]}`],
        [
          'Endpoint',
          <Link key="endpoint" to={paths.endpoint(tenantId, attempt.endpointId)}>
            {endpointName}
          </Link>,
        ],
        ['Event type', attempt.eventType],
        [
          'Event',
          <Link key="event" to={paths.attempts(tenantId, { event: attempt.eventId })}>
            <code>{attempt.eventId}</code>
          </Link>,
        ],
      ]}
    />
  );
}
