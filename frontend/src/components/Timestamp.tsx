import { formatDay, formatTime, formatTimeInFull, formatUtc } from '@/lib/format/time';

interface Props {
  value: string;
  /** `short` leaves out what today makes plain. */
  form?: 'short' | 'full' | 'day';
}

/** A time in the viewer's zone, with UTC on hover. */
export function Timestamp({ value, form = 'short' }: Props) {
  const instant = new Date(value);
  // An answer that is no time must not take the whole page with it.
  if (Number.isNaN(instant.getTime())) return value;
  return (
    <time dateTime={value} title={formatUtc(instant)} style={{ whiteSpace: 'nowrap' }}>
      {write(instant, form)}
    </time>
  );
}

function write(instant: Date, form: NonNullable<Props['form']>): string {
  switch (form) {
    case 'short':
      return formatTime(instant, new Date());
    case 'full':
      return formatTimeInFull(instant);
    case 'day':
      return formatDay(instant);
  }
}
