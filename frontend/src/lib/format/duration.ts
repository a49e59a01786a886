const ISO_DURATION = /^PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$/;

/** `PT0.182S` becomes `182 ms`, `PT5S` becomes `5.00 s`; what is no duration is shown as it came. */
export function formatDuration(iso: string): string {
  const match = ISO_DURATION.exec(iso);
  if (match === null) return iso;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part || 0));
  const total = hours * 3600 + minutes * 60 + seconds;
  if (total < 0.0005) return '<1 ms';
  return total < 1 ? `${Math.round(total * 1000)} ms` : `${total.toFixed(2)} s`;
}
