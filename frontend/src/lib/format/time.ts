/* Twenty-four hours whatever the locale: times in a log are compared more than they are read aloud. */
const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

const timeOfDay = new Intl.DateTimeFormat(undefined, clock);
const dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', ...clock });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const full = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  ...clock,
});

/** In the viewer's zone: only the time for today, with the day for this year, in full before. */
export function formatTime(instant: Date, now: Date): string {
  if (instant.toDateString() === now.toDateString()) return timeOfDay.format(instant);
  return instant.getFullYear() === now.getFullYear() ? dayAndTime.format(instant) : full.format(instant);
}

export function formatTimeInFull(instant: Date): string {
  return full.format(instant);
}

export function formatDay(instant: Date): string {
  return day.format(instant);
}

/** `2026-01-15 10:30:00 UTC`: the same for everyone who talks about it. */
export function formatUtc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
