import { createContext, use, type ReactNode } from 'react';
import type { Session } from './session';

export interface ActiveSession extends Session {
  /** Goes to the identity provider and comes back to the page that is open now. */
  signIn: () => void;
  signOut: () => void;
}

const SessionContext = createContext<ActiveSession | null>(null);

export function SessionProvider({ session, children }: { session: ActiveSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): ActiveSession {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionProvider above it');
  return session;
}
