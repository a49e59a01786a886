import styles from './CodeBlock.module.css';

/** Scrolls when it is long, so the keyboard must be able to reach it. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    <pre className={styles.code} tabIndex={0} role="region" aria-label={label}>
      <code>{children}</code>
    </pre>
  );
}
