import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DataTable } from '@/components/DataTable';
import type { Endpoint } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { describeSubscriptions, endpointName } from '../endpointName';
import { EndpointStatusBadge } from './EndpointStatusBadge';
import styles from './EndpointTable.module.css';

interface Props {
  tenantId: string;
  endpoints: Endpoint[];
  /** How its latest attempts went. */
  health: (endpointId: string) => ReactNode;
}

export function EndpointTable({ tenantId, endpoints, health }: Props) {
  return (
    <DataTable
      label="Endpoints"
      linked
      rows={endpoints}
      rowKey={(endpoint) => endpoint.id}
      columns={[
        {
          header: 'Endpoint',
          width: 'minmax(0, 3fr)',
          onPhone: 'main',
          cell: (endpoint) => (
            <>
              <Link to={paths.endpoint(tenantId, endpoint.id)} className={styles.name}>
                {endpointName(endpoint)}
              </Link>
              <span className={styles.url} title={endpoint.url}>
                {endpoint.url}
              </span>
            </>
          ),
        },
        {
          header: 'Events',
          width: 'minmax(0, 2fr)',
          cell: (endpoint) => (
            <span className={styles.events} title={describeSubscriptions(endpoint)}>
              {describeSubscriptions(endpoint)}
            </span>
          ),
        },
        { header: 'Latest attempts', width: 'max-content', cell: (endpoint) => health(endpoint.id) },
        {
          header: 'Status',
          width: 'max-content',
          onPhone: 'corner',
          cell: (endpoint) => <EndpointStatusBadge status={endpoint.status} />,
        },
      ]}
    />
  );
}
