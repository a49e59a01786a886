import { Badge, type Tone } from '@/components/Badge';
import type { EndpointStatus } from '@/lib/api/types';

const looks: Record<EndpointStatus, { tone: Tone; word: string }> = {
  enabled: { tone: 'good', word: 'Enabled' },
  paused: { tone: 'warn', word: 'Paused' },
  disabled: { tone: 'bad', word: 'Disabled' },
};

export function EndpointStatusBadge({ status }: { status: EndpointStatus }) {
  return <Badge tone={looks[status].tone}>{looks[status].word}</Badge>;
}
