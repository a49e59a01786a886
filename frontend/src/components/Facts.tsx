import type { ReactNode } from 'react';
import styles from './Facts.module.css';

interface Props {
  /** A value of null leaves its fact out. */
  facts: [name: string, value: ReactNode][];
  /** Side by side instead, each value below its name. */
  inRows?: boolean;
}

export function Facts({ facts, inRows = true }: Props) {
  return (
    <dl className={inRows ? styles.rows : styles.columns}>
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
