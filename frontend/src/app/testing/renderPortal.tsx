import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { vi } from 'vitest';
import { createApiClient } from '@/lib/api/client';
import { ApiProvider } from '@/lib/api/ApiContext';
import { createQueryClient } from '@/lib/api/queryClient';
import { claimsOf, sessionOf } from '@/lib/session/session';
import { SessionProvider } from '@/lib/session/SessionContext';
import { createMockApi, type MockApi } from '../../../dev/mock/api';
import { tokenFor } from '../../../dev/mock/identity';
import { ClientNavigation, portalRoutes } from '../routes';
import { Shell } from '../Shell';

interface Options {
  user?: 'demo-admin' | 'demo-viewer' | 'operator' | 'nobody';
  /** Answers some requests itself; undefined leaves them to the mock API. */
  intercept?: (request: Request) => Response | undefined;
}

interface Rendered {
  api: MockApi;
  /** What the portal asked for, as `GET /v1/…`. */
  requests: string[];
  signIn: () => void;
  address: () => string;
}

/** The whole portal at an address, signed in, with the mock API behind `fetch`. */
export function renderPortal(path: string, { user = 'demo-admin', intercept }: Options = {}): Rendered {
  const api = createMockApi();
  const requests: string[] = [];
  vi.stubGlobal('fetch', (address: string, init?: RequestInit) => {
    // The environment's AbortSignal is not the one that the platform's Request accepts.
    const request = new Request(new URL(address, 'http://portal.test'), { ...init, signal: null });
    requests.push(`${request.method} ${address}`);
    const own = intercept?.(request);
    return own ? Promise.resolve(own) : api.handle(request);
  });

  const token = tokenFor(user);
  const client = createApiClient({
    token: () => Promise.resolve(token),
    renew: () => Promise.resolve(undefined),
  });
  const signIn = vi.fn();
  const session = { ...sessionOf(claimsOf(token)), signIn, signOut: vi.fn() };
  const router = createMemoryRouter(
    [
      {
        element: <ClientNavigation />,
        hydrateFallbackElement: <></>,
        children: [{ element: <Shell />, children: portalRoutes }],
      },
    ],
    { initialEntries: [path] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SessionProvider session={session}>
        <ApiProvider client={client}>
          <RouterProvider router={router} />
        </ApiProvider>
      </SessionProvider>
    </QueryClientProvider>,
  );
  return {
    api,
    requests,
    signIn,
    address: () => router.state.location.pathname + router.state.location.search,
  };
}
