import { Navigate } from 'react-router';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session/SessionContext';

export function HomePage() {
  const { reach, signOut } = useSession();
  switch (reach.kind) {
    case 'tenant':
      return <Navigate to={paths.endpoints(reach.tenantId)} replace />;
    case 'operator':
      return <Navigate to={paths.tenants} replace />;
    case 'nothing':
      return (
        <>
          <PageHeader title="Welcome" />
          <EmptyState
            title="Your account belongs to no tenant yet"
            action={<Button onPress={signOut}>Sign in as someone else</Button>}
          >
            Ask the company whose webhooks you receive to add you, then sign in again.
          </EmptyState>
        </>
      );
  }
}
