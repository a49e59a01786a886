import type {
  AttemptDetail,
  DeadLetter,
  Endpoint,
  EventType,
  Outcome,
  Tenant,
} from '../../src/lib/api/types.ts';

/** Everything the mock API knows; plain arrays, newest first. */
export interface MockData {
  tenants: Tenant[];
  eventTypes: EventType[];
  /** By tenant. */
  endpoints: Record<string, Endpoint[]>;
  attempts: Record<string, AttemptDetail[]>;
  deadLetters: Record<string, DeadLetter[]>;
}

/** One good, one slow, one broken endpoint and some idle ones, as the local stack's demo has them. */
export function mockData(now: Date): MockData {
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const endpoints = endpointsOfDemo(minutesAgo);
  const attempts = Array.from({ length: 180 }, (_, index) => attemptOf(index, minutesAgo(index * 1.7 + 0.2)));
  return {
    tenants: [
      {
        id: 'demo',
        name: 'Demo Retail',
        contacts: ['ops@demo.example'],
        createdAt: minutesAgo(60 * 24 * 40),
      },
      {
        id: 'fjord',
        name: 'Fjord Freight',
        contacts: ['it@fjord.example'],
        createdAt: minutesAgo(60 * 24 * 90),
      },
    ],
    eventTypes: [
      { name: 'order.created', description: 'A customer placed an order', group: 'Orders' },
      { name: 'order.paid', description: 'Its payment arrived', group: 'Orders' },
      { name: 'order.cancelled', description: 'It will not be delivered', group: 'Orders' },
      { name: 'shipment.dispatched', description: 'A parcel left the warehouse', group: 'Shipping' },
      { name: 'shipment.delivered', description: 'A parcel reached its address', group: 'Shipping' },
      { name: 'invoice.issued', description: 'An invoice was sent', group: 'Billing' },
    ],
    endpoints: { demo: endpoints, fjord: [] },
    attempts: { demo: attempts, fjord: [] },
    deadLetters: { demo: deadLettersOf(attempts), fjord: [] },
  };
}

function endpointsOfDemo(minutesAgo: (minutes: number) => string): Endpoint[] {
  const endpoint = (
    id: string,
    rest: Partial<Endpoint> & { url: string },
    ...patterns: string[]
  ): Endpoint => ({
    id,
    status: 'enabled',
    subscriptions: patterns.map((eventType, index) => ({ id: `sub_${id}${index}`, eventType })),
    createdAt: minutesAgo(60 * 24 * 30),
    ...rest,
  });
  return [
    endpoint(GOOD, { url: 'https://shop.demo.example/hooks/orders', name: 'Order processing' }, 'order.*'),
    endpoint(
      SLOW,
      {
        url: 'https://warehouse.demo.example/api/v2/inbound/posthorn?site=rotterdam',
        name: 'Warehouse sync',
        description: 'Books stock when parcels leave or arrive',
      },
      'shipment.dispatched',
      'shipment.delivered',
    ),
    endpoint(
      BROKEN,
      { url: 'https://ledger.demo.example/webhooks', name: 'Billing ledger' },
      'invoice.issued',
    ),
    endpoint('ep_01k9mt8c4hf1vs5pb3ez0g7xqa', {
      url: 'https://insight.demo.example/collect',
      status: 'paused',
      statusReason: 'Paused by Ada Admin',
    }),
    endpoint(
      'ep_01k9mt8c4hf1vs5pb3ez0g7xqb',
      {
        url: 'https://old-crm.demo.example/in',
        name: 'Old CRM',
        status: 'disabled',
        statusReason: 'The receiver answered 410 Gone',
      },
      'order.created',
    ),
  ];
}

const GOOD = 'ep_01k9mt8c4hf1vs5pb3ez0g7xq1';
const SLOW = 'ep_01k9mt8c4hf1vs5pb3ez0g7xq2';
const BROKEN = 'ep_01k9mt8c4hf1vs5pb3ez0g7xq3';

const turns = [GOOD, GOOD, SLOW, GOOD, BROKEN, GOOD, SLOW, GOOD, BROKEN];
const typesOf: Record<string, string> = { [SLOW]: 'shipment.dispatched', [BROKEN]: 'invoice.issued' };
const failures: Outcome[] = ['rejected', 'rejected', 'connection', 'rejected', 'tls', 'dns', 'blocked'];

function attemptOf(index: number, startedAt: string): AttemptDetail {
  const endpointId = turns[index % turns.length] ?? GOOD;
  const outcome = outcomeOf(endpointId, index);
  const answered = outcome === 'succeeded' || outcome === 'rejected';
  const statusCode = answered ? (outcome === 'succeeded' ? 200 : index % 4 === 0 ? 503 : 500) : null;
  const millis =
    outcome === 'timeout' ? 5000 : endpointId === SLOW ? 2900 + (index % 7) * 220 : 24 + ((index * 37) % 160);
  const eventId = `evt_01k9n${String(4_000_000 - index).padStart(8, '0')}h7vqzk3wse5t`;
  const eventType = typesOf[endpointId] ?? 'order.created';
  const number =
    endpointId === BROKEN ? (index % 5) + 1 : outcome === 'succeeded' && index % 11 === 0 ? 2 : 1;
  return {
    id: `atm_01k9n${String(9_000_000 - index).padStart(8, '0')}p2xc8rym4j6d`,
    eventId,
    endpointId,
    eventType,
    number,
    trigger: number === 1 ? 'first' : 'retry',
    startedAt,
    duration: `PT${millis / 1000}S`,
    outcome,
    statusCode,
    error: errors[outcome] ?? null,
    request: {
      url: 'https://shop.demo.example/hooks/orders',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Posthorn/0.1.0',
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(Date.parse(startedAt) / 1000)),
        'webhook-signature': 'v1,Cz0mDxkH9GkR0sJz0F9xkqOaV4rQ1m2o7c1y4M7m9xE=',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
      body: `{"id":"${eventId}","type":"${eventType}","timestamp":"${startedAt}","data":{"orderId":${88_000 + index},"total":149.90,"currency":"EUR","lines":[{"sku":"HORN-7","quantity":2}],"note":null}}`,
    },
    response: answered
      ? {
          headers: {
            'content-type': 'application/json',
            server: 'nginx',
            date: new Date(startedAt).toUTCString(),
          },
          body:
            outcome === 'succeeded'
              ? '{"received":true}'
              : '{"error":"internal","detail":"duplicate key value violates unique constraint"}',
        }
      : null,
  };
}

const errors: Partial<Record<Outcome, string>> = {
  timeout: 'No answer within 5 s',
  connection: 'Connection refused',
  tls: 'Certificate expired on 2026-01-02',
  dns: 'No address for the host name',
  blocked: 'The host name leads to 10.0.0.12, a private address',
};

function outcomeOf(endpointId: string, index: number): Outcome {
  if (endpointId === BROKEN) return failures[index % failures.length] ?? 'rejected';
  if (endpointId === SLOW && index % 5 === 0) return 'timeout';
  return 'succeeded';
}

function deadLettersOf(attempts: AttemptDetail[]): DeadLetter[] {
  return attempts
    .filter(({ endpointId, outcome }) => endpointId === BROKEN && outcome !== 'succeeded')
    .slice(3, 17)
    .map((attempt, index) => ({
      id: `dl_01k9n${String(7_000_000 - index).padStart(8, '0')}m5bq2vhz8s4t`,
      eventId: attempt.eventId,
      endpointId: attempt.endpointId,
      eventType: attempt.eventType,
      reason: 'attempts_exhausted',
      attempts: 10,
      createdAt: attempt.startedAt,
      lastAttempt: {
        id: attempt.id,
        outcome: attempt.outcome,
        statusCode: attempt.statusCode,
        at: attempt.startedAt,
      },
    }));
}
