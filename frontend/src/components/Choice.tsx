import type { ReactNode } from 'react';
import {
  CheckboxButton,
  CheckboxField,
  Label,
  RadioButton,
  RadioField,
  RadioGroup,
  Text,
  type CheckboxFieldProps,
  type RadioFieldProps,
  type RadioGroupProps,
} from 'react-aria-components';
import styles from './Choice.module.css';
import fieldStyles from './Field.module.css';

type Own<Props> = Omit<Props, 'className' | 'children'> & { children: ReactNode };

/** One of several, all of them on view. */
export function ChoiceGroup({ label, children, ...props }: Own<RadioGroupProps> & { label: string }) {
  return (
    <RadioGroup {...props} className={styles.group}>
      <Label className={fieldStyles.label}>{label}</Label>
      {children}
    </RadioGroup>
  );
}

export function Choice({ children, ...props }: Own<RadioFieldProps>) {
  return (
    <RadioField {...props}>
      <RadioButton className={styles.choice}>
        <span className={`${styles.mark} ${styles.round}`} />
        <span>{children}</span>
      </RadioButton>
    </RadioField>
  );
}

export function Check({
  children,
  description,
  ...props
}: Own<CheckboxFieldProps> & { description?: string | undefined }) {
  return (
    <CheckboxField {...props}>
      <CheckboxButton className={styles.choice}>
        {({ isSelected }) => (
          <>
            <span className={styles.mark}>
              {isSelected && (
                <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                  <path d="M2 6.5 4.8 9 10 3.2" fill="none" stroke="currentColor" strokeWidth="2" />
                </svg>
              )}
            </span>
            <span>{children}</span>
          </>
        )}
      </CheckboxButton>
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
    </CheckboxField>
  );
}
