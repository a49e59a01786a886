import { Link, NavLink, Outlet, ScrollRestoration, useParams } from 'react-router';
import { AnnouncementProvider } from '@/components/Announcements';
import { AttemptsIcon, DeadLettersIcon, EndpointsIcon, TenantsIcon } from '@/components/icons';
import { Logo } from '@/components/Logo';
import { TenantSwitcher } from '@/features/tenants/components/TenantSwitcher';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session/SessionContext';
import styles from './Shell.module.css';
import { UserMenu } from './UserMenu';

/** What stays while pages change: the brand, the tenant, the ways, the person. */
export function Shell() {
  const { reach } = useSession();
  const { tenantId } = useParams();
  const here = reach.kind === 'tenant' ? reach.tenantId : tenantId;
  return (
    <AnnouncementProvider>
      <div className={styles.shell}>
        <a href="#main" className={styles.skip}>
          Skip to content
        </a>
        <header className={styles.bar}>
          <Link to={paths.home} className={styles.brand}>
            <span className={styles.mark}>
              <Logo />
            </span>
            Posthorn
          </Link>
          {reach.kind === 'operator' && (
            <div className={styles.switcher}>
              <TenantSwitcher tenantId={here} />
            </div>
          )}
          {reach.kind === 'tenant' && (
            <div className={styles.tenant}>
              <span className={styles.tenantLabel}>Tenant</span>
              <span className={styles.tenantName}>{reach.tenantId}</span>
            </div>
          )}
          <Navigation tenantId={here} />
          <div className={styles.user}>
            <UserMenu />
          </div>
        </header>
        <main id="main" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
      <ScrollRestoration />
    </AnnouncementProvider>
  );
}

function Navigation({ tenantId }: { tenantId: string | undefined }) {
  const { reach } = useSession();
  return (
    <nav aria-label="Portal" className={styles.nav}>
      {tenantId === undefined && reach.kind === 'operator' && (
        <NavLink to={paths.tenants} className={styles.link}>
          <TenantsIcon /> Tenants
        </NavLink>
      )}
      {tenantId !== undefined && (
        <>
          <NavLink to={paths.endpoints(tenantId)} className={styles.link}>
            <EndpointsIcon /> Endpoints
          </NavLink>
          <NavLink to={paths.attempts(tenantId)} className={styles.link}>
            <AttemptsIcon /> Attempts
          </NavLink>
          <NavLink to={paths.deadLetters(tenantId)} className={styles.link}>
            <DeadLettersIcon /> Dead letters
          </NavLink>
        </>
      )}
    </nav>
  );
}
