import type { CSSProperties, ReactNode } from 'react';
import styles from './DataTable.module.css';

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** A grid track such as `minmax(0, 2fr)`; as wide as its content by default. */
  width?: string;
  align?: 'start' | 'end';
  /** Its place when a phone shows the row as a card: the title, the upper right corner, a labelled line, or last. */
  onPhone?: 'main' | 'corner' | 'detail' | 'actions';
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** The `main` cell holds a link that stands for the whole row. */
  linked?: boolean;
}

/**
 * A table on wide screens, a list of cards on a phone. The roles are written out because browsers drop a table's
 * meaning when CSS lays it out as anything else.
 */
export function DataTable<Row>({ label, columns, rows, rowKey, linked = false }: Props<Row>) {
  const tracks = columns.map((column) => column.width ?? 'auto').join(' ');
  return (
    <div className={styles.frame}>
      <table
        role="table"
        aria-label={label}
        className={styles.table}
        style={{ '--columns': tracks } as CSSProperties}
      >
        <thead role="rowgroup">
          <tr role="row" className={styles.row}>
            {columns.map(({ header, align }) => (
              <th
                role="columnheader"
                scope="col"
                key={header}
                className={`${styles.header} ${endClass(align)}`}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" key={rowKey(row)} className={`${styles.row} ${linked ? styles.linked : ''}`}>
              {columns.map(({ header, cell, align, onPhone = 'detail' }) => {
                const className = `${styles[onPhone]} ${endClass(align)}`;
                return onPhone === 'main' ? (
                  <th role="rowheader" scope="row" key={header} className={className}>
                    {cell(row)}
                  </th>
                ) : (
                  <td role="cell" key={header} data-label={header} className={className}>
                    {cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function endClass(align: 'start' | 'end' | undefined): string {
  return align === 'end' ? (styles.end ?? '') : '';
}
