import { Button } from '@/components/Button';
import { Picker, type Option } from '@/components/Picker';
import { OUTCOMES } from '@/lib/api/types';
import type { AttemptFilter } from '../api/listAttempts';
import { outcomeWords } from '../outcomes';
import styles from './AttemptFilters.module.css';

interface Props {
  filter: AttemptFilter;
  endpoints: Option[];
  onChange: (filter: AttemptFilter) => void;
}

const ANY = '*';
const anyOutcome = { id: ANY, label: 'Any outcome' };
const outcomes = [anyOutcome, ...OUTCOMES.map((outcome) => ({ id: outcome, label: outcomeWords[outcome] }))];

export function AttemptFilters({ filter, endpoints, onChange }: Props) {
  return (
    <div className={styles.filters} role="search" aria-label="Filter attempts">
      <Picker
        label="Endpoint"
        selected={filter.endpointId ?? ANY}
        options={[{ id: ANY, label: 'Any endpoint' }, ...endpoints]}
        onSelect={(id) => onChange({ ...filter, endpointId: id === ANY ? undefined : id })}
      />
      <Picker
        label="Outcome"
        selected={filter.outcome ?? ANY}
        options={outcomes}
        onSelect={(id) => onChange({ ...filter, outcome: OUTCOMES.find((outcome) => outcome === id) })}
      />
      {filter.eventId !== undefined && (
        <div className={styles.event}>
          Event <code>{filter.eventId}</code>
          <Button
            small
            variant="quiet"
            aria-label="Show all events"
            onPress={() => onChange({ ...filter, eventId: undefined })}
          >
            ✕
          </Button>
        </div>
      )}
    </div>
  );
}
