import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import { Timestamp } from '@/components/Timestamp';
import type { Tenant } from '@/lib/api/types';
import { paths } from '@/lib/paths';

export function TenantTable({ tenants }: { tenants: Tenant[] }) {
  return (
    <DataTable
      label="Tenants"
      linked
      rows={tenants}
      rowKey={(tenant) => tenant.id}
      columns={[
        {
          header: 'Name',
          width: 'minmax(0, 2fr)',
          onPhone: 'main',
          cell: (tenant) => <Link to={paths.endpoints(tenant.id)}>{tenant.name}</Link>,
        },
        { header: 'ID', width: 'minmax(0, 1fr)', cell: (tenant) => <code>{tenant.id}</code> },
        {
          header: 'Contacts',
          width: 'minmax(0, 2fr)',
          cell: (tenant) => (tenant.contacts.length === 0 ? 'None' : tenant.contacts.join(', ')),
        },
        {
          header: 'Since',
          align: 'end',
          cell: (tenant) =>
            tenant.createdAt === undefined ? '–' : <Timestamp value={tenant.createdAt} form="day" />,
        },
      ]}
    />
  );
}
