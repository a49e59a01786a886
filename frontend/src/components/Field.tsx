import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import styles from './Field.module.css';

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  label: string;
  help?: string;
  placeholder?: string;
  lines?: number;
}

/** A text field with its label, its help, and its own error, be it the browser's or the API's. */
export function Field({ label, help, placeholder, lines = 1, ...props }: Props) {
  return (
    <TextField {...props} className={styles.field}>
      <Label className={styles.label}>
        {label} {props.isRequired !== true && <span className={styles.optional}>(optional)</span>}
      </Label>
      {lines === 1 ? (
        <Input className={styles.input} placeholder={placeholder} />
      ) : (
        <TextArea className={styles.input} placeholder={placeholder} rows={lines} />
      )}
      {help !== undefined && (
        <Text slot="description" className={styles.help}>
          {help}
        </Text>
      )}
      <FieldError className={styles.error} />
    </TextField>
  );
}
