import { ApiError, UnreachableError } from './errors';

/** What a person needs to know about a failed call, and what to do next. */
export interface Explanation {
  title: string;
  advice: string;
  traceId?: string | undefined;
  /** What helps: trying again, signing in again, or neither. */
  remedy: 'retry' | 'sign-in' | 'none';
}

export function explain(error: unknown): Explanation {
  if (error instanceof UnreachableError) {
    return error.reason === 'timeout'
      ? { title: error.message, advice: 'Posthorn may be busy. Try again in a moment.', remedy: 'retry' }
      : { title: error.message, advice: 'Check your network connection, then try again.', remedy: 'retry' };
  }
  if (error instanceof ApiError) return { ...explainAnswer(error), traceId: error.traceId };
  return {
    title: 'Something in this page failed',
    advice: 'Try again. If it happens once more, load the page anew.',
    remedy: 'retry',
  };
}

function explainAnswer(error: ApiError): Explanation {
  const title = sentence(error.message);
  switch (error.status) {
    case 401:
      return { title: 'Your session has ended', advice: 'Sign in again to go on.', remedy: 'sign-in' };
    case 403:
      return { title, advice: 'Your role does not allow this. Ask an admin of your team.', remedy: 'none' };
    case 404:
      return {
        title,
        advice: 'It may have been deleted. Go back to the list and look again.',
        remedy: 'none',
      };
    case 409:
      return {
        title,
        advice: 'Somebody may have changed it. Load the page anew and look again.',
        remedy: 'none',
      };
    case 400:
    case 413:
    case 415:
    case 422:
      return { title, advice: 'Change the input and send it again.', remedy: 'none' };
    case 429:
    case 503:
      return {
        title,
        advice: `Posthorn is busy. Try again ${inSeconds(error.retryAfterSeconds)}.`,
        remedy: 'retry',
      };
    default:
      return {
        title,
        advice: 'Try again. If it keeps failing, give the trace ID to the support of your provider.',
        remedy: 'retry',
      };
  }
}

function inSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return 'in a moment';
  return seconds === 1 ? 'in 1 second' : `in ${seconds} seconds`;
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
