import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './PageHeader.module.css';

interface Props {
  title: string;
  lead?: ReactNode;
  back?: { to: string; label: string };
  action?: ReactNode;
}

export function PageHeader({ title, lead, back, action }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Someone who listens to the page hears where a link led; without this, focus stays on a link that is gone.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className={styles.header}>
      <title>{`${title} · Posthorn`}</title>
      <div className={styles.text}>
        {back && (
          <Link to={back.to} className={styles.back}>
            ← {back.label}
          </Link>
        )}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {lead !== undefined && <div className={styles.lead}>{lead}</div>}
      </div>
      {action}
    </header>
  );
}
