import { Outlet, useParams } from 'react-router';
import { useSession } from '@/lib/session/SessionContext';
import { NotFoundPage } from './pages/NotFoundPage';

/** Another tenant's pages do not exist, as its things do not exist for the API. */
export function TenantScope() {
  const { reach } = useSession();
  const tenantId = useTenantId();
  const within = reach.kind === 'operator' || (reach.kind === 'tenant' && reach.tenantId === tenantId);
  return within ? <Outlet key={tenantId} /> : <NotFoundPage />;
}

export function useTenantId(): string {
  return useParameter('tenantId');
}

/** A parameter of the page's route. */
export function useParameter(name: string): string {
  const value = useParams()[name];
  if (value === undefined) throw new Error(`This page's route has no :${name}`);
  return value;
}
