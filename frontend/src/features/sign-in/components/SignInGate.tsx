import { useEffect, useMemo, type ReactNode } from 'react';
import { useAuth } from 'react-oidc-context';
import { useLocation } from 'react-router';
import { Button } from '@/components/Button';
import { Loading } from '@/components/Loading';
import { Notice } from '@/components/Notice';
import { paths } from '@/lib/paths';
import { claimsOf, sessionOf } from '@/lib/session/session';
import { SessionProvider } from '@/lib/session/SessionContext';
import { FrontDoor } from './FrontDoor';

/** Lets nobody in without a session; sends to the identity provider and back to the page that was asked for. */
export function SignInGate({ children }: { children: ReactNode }) {
  const auth = useAuth();
  const { pathname, search } = useLocation();
  const accessToken = auth.user?.access_token;
  const session = useMemo(
    () => (accessToken === undefined ? undefined : sessionOf(claimsOf(accessToken))),
    [accessToken],
  );
  const signIn = () => void auth.signinRedirect({ state: { returnTo: pathname + search } });
  const mustSignIn = !auth.isAuthenticated && !auth.isLoading && !auth.activeNavigator && !auth.error;

  useEffect(() => {
    if (mustSignIn) signIn();
    // Only the change to `mustSignIn` sends someone away, not a change of address while that is under way.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [mustSignIn]);

  if (auth.isAuthenticated && session) {
    return (
      <SessionProvider session={{ ...session, signIn, signOut: () => void auth.signoutRedirect() }}>
        {children}
      </SessionProvider>
    );
  }
  if (auth.error && !auth.isLoading) {
    return (
      <FrontDoor>
        <Notice
          tone="bad"
          title="Signing in did not work"
          action={
            <Button variant="primary" onPress={signIn}>
              Sign in
            </Button>
          }
        >
          {auth.error.message}. Try again; if it keeps failing, the sign-in service may be down.
        </Notice>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor>
      <Loading label="Signing in" rows={1} />
    </FrontDoor>
  );
}

/** Where to go after signing in, from the state that travelled along. */
export function returnPath(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('returnTo' in state)) return paths.home;
  const { returnTo } = state;
  return typeof returnTo === 'string' && returnTo !== paths.signedIn ? returnTo : paths.home;
}
