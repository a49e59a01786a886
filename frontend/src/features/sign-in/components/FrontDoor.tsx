import type { ReactNode } from 'react';
import { Logo } from '@/components/Logo';
import styles from './FrontDoor.module.css';

/** What is seen outside a session. */
export function FrontDoor({ children }: { children: ReactNode }) {
  return (
    <main className={styles.door}>
      <div className={styles.brand}>
        <span className={styles.mark}>
          <Logo />
        </span>
        Posthorn
      </div>
      <div className={styles.content}>{children}</div>
    </main>
  );
}
