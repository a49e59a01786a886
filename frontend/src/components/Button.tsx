import {
  Button as AriaButton,
  Link as AriaLink,
  type ButtonProps,
  type LinkProps,
} from 'react-aria-components';
import styles from './Button.module.css';

interface Look {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  small?: boolean;
}

function classes({ variant = 'plain', small = false }: Look): string {
  return [styles.button, variant === 'plain' ? '' : styles[variant], small ? styles.small : ''].join(' ');
}

export function Button({ variant, small, ...props }: Omit<ButtonProps, 'className'> & Look) {
  return <AriaButton {...props} className={classes({ variant, small })} />;
}

/** Looks like a button, is a link: for going somewhere. */
export function ButtonLink({ variant, small, ...props }: Omit<LinkProps, 'className'> & Look) {
  return <AriaLink {...props} className={classes({ variant, small })} />;
}
