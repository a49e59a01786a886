import type { ErrorBody } from './types';

/** The API answered, and its answer is an error. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly traceId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, body: ErrorBody, retryAfterSeconds?: number) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.error;
    this.field = body.field;
    this.traceId = body.traceId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No usable answer came: nothing listens, the network broke, or the time ran out. */
export class UnreachableError extends Error {
  readonly reason: 'network' | 'timeout';

  constructor(reason: 'network' | 'timeout', cause?: unknown) {
    super(reason === 'timeout' ? 'The answer took too long' : 'No connection to Posthorn', { cause });
    this.name = 'UnreachableError';
    this.reason = reason;
  }
}

export interface Answer {
  ok: boolean;
  status: number;
  retryAfter: string | null;
  text: string;
}

/** Reads an error answer; a proxy's HTML page or an empty body still becomes a sentence. */
export function apiErrorOf({ status, text, retryAfter }: Answer): ApiError {
  const body = parseErrorBody(text) ?? {
    error: 'unexpected_answer',
    message: `The server answered ${status} without an explanation`,
    field: null,
    timestamp: new Date().toISOString(),
  };
  const seconds = Number(retryAfter ?? Number.NaN);
  return new ApiError(status, body, Number.isFinite(seconds) ? seconds : undefined);
}

function parseErrorBody(text: string): ErrorBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isErrorBody(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'error' in body && 'message' in body;
}
