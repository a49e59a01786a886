import type { EventType } from '@/lib/api/types';

/** Event types that share their first word, and the pattern that takes all of them. */
export interface Family {
  pattern: string;
  members: EventType[];
}

export function familiesOf(eventTypes: EventType[]): Family[] {
  const families = new Map<string, EventType[]>();
  for (const eventType of [...eventTypes].sort((a, b) => a.name.localeCompare(b.name))) {
    const pattern = `${eventType.name.split('.')[0] ?? ''}.*`;
    families.set(pattern, [...(families.get(pattern) ?? []), eventType]);
  }
  return [...families].map(([pattern, members]) => ({ pattern, members }));
}
