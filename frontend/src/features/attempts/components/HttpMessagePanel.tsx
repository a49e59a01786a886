import { CodeBlock } from '@/components/CodeBlock';
import { CopyButton } from '@/components/CopyButton';
import { Panel } from '@/components/Panel';
import type { HttpMessage } from '@/lib/api/types';
import { indentJson } from '@/lib/format/indentJson';
import styles from './HttpMessagePanel.module.css';

interface Props {
  title: string;
  /** `POST https://…` or `200`. */
  firstLine: string;
  message: HttpMessage;
}

/** One side of an attempt: first line, headers, body. Copying gives the body's text as it was on the wire. */
export function HttpMessagePanel({ title, firstLine, message: { headers, body } }: Props) {
  return (
    <Panel title={title} action={body && <CopyButton text={body} what={`${title.toLowerCase()} body`} />}>
      <div className={styles.message}>
        <code className={styles.line}>{firstLine}</code>
        <dl className={styles.headers}>
          {Object.entries(headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {body ? (
          <CodeBlock label={`${title} body`}>{indentJson(body)}</CodeBlock>
        ) : (
          <p className={styles.none}>No body.</p>
        )}
      </div>
    </Panel>
  );
}
