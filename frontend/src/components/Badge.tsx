import type { ReactNode } from 'react';
import styles from './Badge.module.css';

export type Tone = 'good' | 'bad' | 'warn' | 'idle';

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}
