import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface Props {
  tone: 'good' | 'bad' | 'warn';
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function Notice({ tone, title, children, action }: Props) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && <div className={styles.advice}>{children}</div>}
      </div>
      {action}
    </div>
  );
}
