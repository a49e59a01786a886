import { Badge } from '@/components/Badge';
import type { Attempt } from '@/lib/api/types';
import { outcomeWords } from '../outcomes';

export function OutcomeBadge({ attempt }: { attempt: Pick<Attempt, 'outcome' | 'statusCode'> }) {
  return (
    <Badge tone={attempt.outcome === 'succeeded' ? 'good' : 'bad'}>
      {attempt.statusCode ?? outcomeWords[attempt.outcome]}
      {attempt.statusCode !== null && ` ${outcomeWords[attempt.outcome]}`}
    </Badge>
  );
}
