import { RouterProvider as AriaRouter } from 'react-aria-components';
import { Navigate, Outlet, useHref, useNavigate, type RouteObject } from 'react-router';
import { Loading } from '@/components/Loading';
import { paths } from '@/lib/paths';
import { Crash } from './Crash';
import { HomePage } from './pages/HomePage';
import { NotFoundPage } from './pages/NotFoundPage';
import { TenantScope } from './TenantScope';

/** Lets the component library's links move inside the portal without loading it anew. */
export function ClientNavigation() {
  const navigate = useNavigate();
  return (
    <AriaRouter navigate={(path) => void navigate(path)} useHref={useHref}>
      <Outlet />
    </AriaRouter>
  );
}

/** The pages of someone who is signed in. Each page's code loads when it is first opened. */
export const portalRoutes: RouteObject[] = [
  {
    errorElement: <Crash />,
    children: [
      { path: paths.home, element: <HomePage /> },
      // The gate leads on from here as soon as the session is there.
      { path: paths.signedIn, element: <Loading label="Signing in" /> },
      {
        path: paths.tenants,
        lazy: async () => ({ Component: (await import('./pages/TenantsPage')).TenantsPage }),
      },
      {
        path: '/tenants/:tenantId',
        element: <TenantScope />,
        children: [
          { index: true, element: <Navigate to="endpoints" replace /> },
          {
            path: 'endpoints',
            lazy: async () => ({ Component: (await import('./pages/EndpointsPage')).EndpointsPage }),
          },
          {
            path: 'endpoints/new',
            lazy: async () => ({ Component: (await import('./pages/NewEndpointPage')).NewEndpointPage }),
          },
          {
            path: 'endpoints/:endpointId',
            lazy: async () => ({ Component: (await import('./pages/EndpointPage')).EndpointPage }),
          },
          {
            path: 'attempts',
            lazy: async () => ({ Component: (await import('./pages/AttemptsPage')).AttemptsPage }),
          },
          {
            path: 'attempts/:attemptId',
            lazy: async () => ({ Component: (await import('./pages/AttemptPage')).AttemptPage }),
          },
          {
            path: 'dead-letters',
            lazy: async () => ({ Component: (await import('./pages/DeadLettersPage')).DeadLettersPage }),
          },
        ],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];
