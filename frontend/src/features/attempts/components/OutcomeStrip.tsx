import type { Attempt } from '@/lib/api/types';
import styles from './OutcomeStrip.module.css';

const SHOWN = 12;

/** How an endpoint's latest attempts went, oldest on the left. */
export function OutcomeStrip({ attempts }: { attempts: Pick<Attempt, 'id' | 'outcome'>[] }) {
  const shown = attempts.slice(0, SHOWN).reverse();
  if (shown.length === 0) return <span className={styles.none}>No attempts lately</span>;
  const succeeded = shown.filter(({ outcome }) => outcome === 'succeeded').length;
  return (
    <div
      className={styles.strip}
      role="img"
      aria-label={`${succeeded} of the latest ${shown.length} attempts succeeded`}
    >
      <span className={styles.bars}>
        {Array.from({ length: SHOWN - shown.length }, (_, index) => (
          <span key={index} className={`${styles.bar} ${styles.missing}`} />
        ))}
        {shown.map(({ id, outcome }) => (
          <span key={id} className={`${styles.bar} ${outcome === 'succeeded' ? '' : styles.failed}`} />
        ))}
      </span>
      <span className={styles.share}>
        {succeeded}/{shown.length}
      </span>
    </div>
  );
}
