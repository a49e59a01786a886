import { useState } from 'react';
import { Button } from '@/components/Button';
import { Check, Choice, ChoiceGroup } from '@/components/Choice';
import { Field } from '@/components/Field';
import fieldStyles from '@/components/Field.module.css';
import type { EventType } from '@/lib/api/types';
import { familiesOf } from '../families';
import styles from './SubscriptionsField.module.css';

interface Props {
  eventTypes: EventType[];
  /** The chosen patterns; null means all events. */
  patterns: string[] | null;
  onChange: (patterns: string[] | null) => void;
  error: string | undefined;
}

export function SubscriptionsField({ eventTypes, patterns, onChange, error }: Props) {
  const families = familiesOf(eventTypes);
  const offered = new Set(
    families.flatMap(({ pattern, members }) => [pattern, ...members.map(({ name }) => name)]),
  );
  const chosen = patterns ?? [];
  const set = (pattern: string, wanted: boolean) =>
    onChange(wanted ? [...chosen, pattern] : chosen.filter((other) => other !== pattern));

  return (
    <>
      <ChoiceGroup
        label="Events"
        value={patterns === null ? 'all' : 'some'}
        onChange={(mode) => onChange(mode === 'all' ? null : [])}
      >
        <Choice value="all">All events, also those added later</Choice>
        <Choice value="some">Only the ones chosen here</Choice>
      </ChoiceGroup>
      {patterns !== null && (
        <div className={styles.some} role="group" aria-label="Chosen events">
          <div className={styles.families}>
            {families.map(({ pattern, members }) => (
              <div key={pattern}>
                <Check isSelected={chosen.includes(pattern)} onChange={(wanted) => set(pattern, wanted)}>
                  <code>{pattern}</code>
                </Check>
                <div className={styles.members}>
                  {members.map(({ name, description }) => (
                    <Check
                      key={name}
                      description={description ?? undefined}
                      isSelected={chosen.includes(pattern) || chosen.includes(name)}
                      isDisabled={chosen.includes(pattern)}
                      onChange={(wanted) => set(name, wanted)}
                    >
                      <code>{name}</code>
                    </Check>
                  ))}
                </div>
              </div>
            ))}
          </div>
          {chosen
            .filter((pattern) => !offered.has(pattern))
            .map((pattern) => (
              <Check key={pattern} isSelected onChange={() => set(pattern, false)}>
                <code>{pattern}</code>
              </Check>
            ))}
          <AddPattern onAdd={(pattern) => chosen.includes(pattern) || set(pattern, true)} />
        </div>
      )}
      {error !== undefined && (
        <p role="alert" className={fieldStyles.error}>
          {error}
        </p>
      )}
    </>
  );
}

function AddPattern({ onAdd }: { onAdd: (pattern: string) => void }) {
  const [pattern, setPattern] = useState('');
  const add = () => {
    if (pattern.trim() !== '') onAdd(pattern.trim());
    setPattern('');
  };
  return (
    <div className={styles.pattern}>
      <Field
        label="Another pattern"
        placeholder="invoice.*"
        value={pattern}
        onChange={setPattern}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Enter adds the pattern; it must not send the form.
          event.preventDefault();
          add();
        }}
      />
      <Button onPress={add} isDisabled={pattern.trim() === ''}>
        Add
      </Button>
    </div>
  );
}
