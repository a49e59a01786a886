/*
 * The parts of Posthorn's HTTP API that the portal uses, written by hand from its contract. Once the gateway
 * serves the merged OpenAPI document, this one file is generated from it; nothing else names these shapes.
 */

/** One page of a list, newest first. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** The one shape of every error answer. */
export interface ErrorBody {
  error: string;
  message: string;
  field: string | null;
  timestamp: string;
  traceId?: string;
}

export interface Tenant {
  id: string;
  name: string;
  contacts: string[];
  createdAt?: string;
}

export interface EventType {
  name: string;
  description?: string | null;
  group?: string | null;
}

export type EndpointStatus = 'enabled' | 'paused' | 'disabled';

export interface Subscription {
  id?: string;
  /** An exact name, a prefix such as `order.*`, or `*`. */
  eventType: string;
}

export interface Endpoint {
  id: string;
  url: string;
  name?: string | null;
  description?: string | null;
  status: EndpointStatus;
  statusReason?: string | null;
  subscriptions: Subscription[];
  createdAt?: string;
  updatedAt?: string;
}

export interface NewEndpoint {
  url: string;
  name?: string;
  description?: string;
  /** Left out, the endpoint receives all events. */
  subscriptions?: { eventType: string }[];
}

export interface EndpointSecret {
  /** Null where receivers verify with a public key. */
  secret: string | null;
  publicKey?: string | null;
  /** What a receiver does to verify, in a sentence. */
  verification?: string;
  /** Secrets that a rotation replaced and that still sign until they expire. */
  previous?: { expiresAt: string }[];
}

export const OUTCOMES = ['succeeded', 'rejected', 'timeout', 'connection', 'tls', 'dns', 'blocked'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export type Trigger = 'first' | 'retry' | 'manual' | 'replay' | 'test' | 'probe';

/** An attempt as lists show it. */
export interface Attempt {
  id: string;
  eventId: string;
  endpointId: string;
  eventType: string;
  number: number;
  trigger: Trigger;
  startedAt: string;
  /** ISO 8601, for example `PT0.182S`. */
  duration: string;
  outcome: Outcome;
  statusCode: number | null;
  error: string | null;
}

export interface HttpMessage {
  headers: Record<string, string>;
  body: string | null;
}

/** An attempt with what was sent and, when something came back, what came back. */
export interface AttemptDetail extends Attempt {
  request: HttpMessage & { url: string };
  response?: HttpMessage | null;
}

export type DeathReason =
  | 'attempts_exhausted'
  | 'gone'
  | 'endpoint_disabled'
  | 'endpoint_deleted'
  | 'payload_expunged'
  | 'filter_failed'
  | 'transform_failed'
  | 'not_wanted';

export interface DeadLetter {
  id: string;
  eventId: string;
  endpointId: string;
  eventType: string;
  reason: DeathReason;
  /** What the filter or the transformation said. */
  detail?: string | null;
  attempts: number;
  createdAt: string;
  lastAttempt: { id: string; outcome: Outcome; statusCode: number | null; at: string } | null;
}
