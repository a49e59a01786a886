import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Credentials } from '@/lib/api/client';
import type { PortalConfig } from '@/lib/config/loadConfig';
import { paths } from '@/lib/paths';

/** Code flow with PKCE; tokens live as long as the browser's tab and are renewed in the background. */
export function createUserManager({ oidcAuthority, oidcClientId }: PortalConfig): UserManager {
  return new UserManager({
    authority: oidcAuthority,
    client_id: oidcClientId,
    redirect_uri: location.origin + paths.signedIn,
    post_logout_redirect_uri: location.origin + paths.signedOut,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    requestTimeoutInSeconds: 10,
  });
}

export function credentialsOf(users: UserManager): Credentials {
  return {
    token: async () => (await users.getUser())?.access_token,
    renew: async () => (await users.signinSilent())?.access_token,
  };
}
