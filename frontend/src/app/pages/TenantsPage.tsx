import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Loading } from '@/components/Loading';
import { LoadMore } from '@/components/LoadMore';
import { PageHeader } from '@/components/PageHeader';
import { useTenants } from '@/features/tenants/api/listTenants';
import { TenantTable } from '@/features/tenants/components/TenantTable';

export function TenantsPage() {
  const tenants = useTenants();
  const rows = tenants.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <PageHeader title="Tenants" lead="Your customers who receive webhooks. Open one to see what it sees." />
      {tenants.isPending && <Loading label="Loading tenants" />}
      {tenants.isError && rows === undefined && (
        <ErrorNotice error={tenants.error} onRetry={() => void tenants.refetch()} />
      )}
      {rows?.length === 0 && (
        <EmptyState title="No tenants yet">
          Create the first with <code>POST /v1/tenants</code> and your API key.
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && <TenantTable tenants={rows} />}
      <LoadMore query={tenants} />
    </>
  );
}
