import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AuthProvider } from 'react-oidc-context';
import { RouterProvider } from 'react-router/dom';
import { Button } from '@/components/Button';
import { Loading } from '@/components/Loading';
import { Notice } from '@/components/Notice';
import { FrontDoor } from '@/features/sign-in/components/FrontDoor';
import { returnPath } from '@/features/sign-in/components/SignInGate';
import { createUserManager, credentialsOf } from '@/features/sign-in/userManager';
import { ApiProvider } from '@/lib/api/ApiContext';
import { createApiClient } from '@/lib/api/client';
import { createQueryClient } from '@/lib/api/queryClient';
import { loadConfig, type PortalConfig } from '@/lib/config/loadConfig';
import { router } from './router';

const queryClient = createQueryClient();

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Startup />
    </QueryClientProvider>
  );
}

function Startup() {
  const config = useQuery({ queryKey: ['config'], queryFn: loadConfig, staleTime: Infinity });
  if (config.data) return <Portal config={config.data} />;
  return (
    <FrontDoor>
      {config.isFetching ? (
        <Loading label="Starting" rows={1} />
      ) : (
        <Notice
          tone="bad"
          title="The portal cannot start"
          action={<Button onPress={() => void config.refetch()}>Try again</Button>}
        >
          {config.error?.message}. Check your network connection, then try again.
        </Notice>
      )}
    </FrontDoor>
  );
}

function Portal({ config }: { config: PortalConfig }) {
  const [users] = useState(() => createUserManager(config));
  const [api] = useState(() => createApiClient(credentialsOf(users)));
  return (
    <AuthProvider
      userManager={users}
      onSigninCallback={(user) => void router.navigate(returnPath(user?.state), { replace: true })}
    >
      <ApiProvider client={api}>
        <RouterProvider router={router} />
      </ApiProvider>
    </AuthProvider>
  );
}
