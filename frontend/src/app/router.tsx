import { createBrowserRouter } from 'react-router';
import { SignedOut } from '@/features/sign-in/components/SignedOut';
import { SignInGate } from '@/features/sign-in/components/SignInGate';
import { paths } from '@/lib/paths';
import { Crash } from './Crash';
import { ClientNavigation, portalRoutes } from './routes';
import { Shell } from './Shell';

export const router = createBrowserRouter([
  {
    element: <ClientNavigation />,
    errorElement: <Crash />,
    hydrateFallbackElement: <></>,
    children: [
      { path: paths.signedOut, element: <SignedOut /> },
      {
        element: (
          <SignInGate>
            <Shell />
          </SignInGate>
        ),
        children: portalRoutes,
      },
    ],
  },
]);
