import { useNavigate } from 'react-router';
import { Picker } from '@/components/Picker';
import { paths } from '@/lib/paths';
import { useTenants } from '../api/listTenants';

const ALL = '*';

/** Leads an operator from tenant to tenant. Lists the newest hundred; the tenants' page has the rest. */
export function TenantSwitcher({ tenantId }: { tenantId: string | undefined }) {
  const navigate = useNavigate();
  const tenants = useTenants().data?.pages[0]?.data ?? [];
  const options = tenants.map(({ id, name }) => ({ id, label: name }));
  const current =
    tenantId === undefined || options.some(({ id }) => id === tenantId)
      ? []
      : [{ id: tenantId, label: tenantId }];
  return (
    <Picker
      label="Tenant"
      selected={tenantId ?? ALL}
      options={[{ id: ALL, label: 'All tenants' }, ...current, ...options]}
      onSelect={(id) => void navigate(id === ALL ? paths.tenants : paths.endpoints(id))}
    />
  );
}
