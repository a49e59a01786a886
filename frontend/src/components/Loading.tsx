import { useEffect, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import styles from './Loading.module.css';

const PATIENCE_MILLIS = 4_000;

/** Grey rows where rows will be; says so when it takes longer than usual. The API client ends every wait. */
export function Loading({ label, rows = 4 }: { label: string; rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MILLIS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.loading} role="status">
      {late ? (
        <p className={styles.late}>{label}: this takes longer than usual…</p>
      ) : (
        <VisuallyHidden>{label}…</VisuallyHidden>
      )}
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.bar} />
      ))}
    </div>
  );
}
