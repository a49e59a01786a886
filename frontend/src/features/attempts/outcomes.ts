import type { Attempt, Outcome, Trigger } from '@/lib/api/types';

export const outcomeWords: Record<Outcome, string> = {
  succeeded: 'Succeeded',
  rejected: 'Rejected',
  timeout: 'Timed out',
  connection: 'No connection',
  tls: 'TLS failed',
  dns: 'Name not found',
  blocked: 'Address blocked',
};

export const triggerWords: Record<Trigger, string> = {
  first: 'First attempt',
  retry: 'Retry',
  manual: 'Retried by hand',
  replay: 'Replay',
  test: 'Test',
  probe: 'Probe',
};

/** What went wrong and what its receiver's owner can do; null when all went well. */
export function adviceOn({ outcome, statusCode }: Pick<Attempt, 'outcome' | 'statusCode'>): string | null {
  switch (outcome) {
    case 'succeeded':
      return null;
    case 'rejected':
      return adviceOnStatus(statusCode);
    case 'timeout':
      return 'No answer came in time. Answer first and work afterwards: put the event in a queue of your own.';
    case 'connection':
      return 'The connection was refused or broke. Check that the receiver runs and that its firewall lets Posthorn in.';
    case 'tls':
      return 'The certificate could not be trusted. Check that it is valid, unexpired, and sent with its whole chain.';
    case 'dns':
      return 'The host name has no address. Check the endpoint’s URL and the name’s DNS records.';
    case 'blocked':
      return 'The URL leads to an address that Posthorn must not call, such as a private network. Use a public one.';
  }
}

function adviceOnStatus(status: number | null): string {
  if (status === null) return 'The receiver’s answer was no success.';
  if (status === 410)
    return 'The receiver says that it is gone for good (410), so Posthorn disables the endpoint.';
  if (status === 401 || status === 403) {
    return `The receiver refused the request (${status}). Check its signature verification and its credentials.`;
  }
  if (status === 404) return 'The receiver knows no such path (404). Check the endpoint’s URL.';
  if (status === 429) return 'The receiver is given too much at once (429). Posthorn obeys its Retry-After.';
  if (status >= 300 && status < 400) {
    return `The receiver redirected (${status}), and redirects are not followed. Set the endpoint’s URL to the final address.`;
  }
  return `The receiver answered ${status}; any 2xx counts as success. Its own log tells why.`;
}
