import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import styles from './Picker.module.css';

export interface Option {
  id: string;
  label: string;
}

interface Props {
  label: string;
  options: Option[];
  selected: string;
  onSelect: (id: string) => void;
}

/** One of many, folded away until asked for. */
export function Picker({ label, options, selected, onSelect }: Props) {
  return (
    <Select
      className={styles.picker}
      value={selected}
      onChange={(key) => {
        if (key !== null) onSelect(String(key));
      }}
    >
      <Label className={styles.label}>{label}</Label>
      <Button className={styles.button}>
        <SelectValue className={styles.value} />
        <svg width="10" height="6" viewBox="0 0 10 6" aria-hidden="true">
          <path d="m1 1 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </Button>
      <Popover className={styles.popover}>
        <ListBox items={options} className={styles.list}>
          {({ id, label: text }) => (
            <ListBoxItem id={id} textValue={text} className={styles.option}>
              {text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
