import { useState } from 'react';
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { PersonIcon } from '@/components/icons';
import { useSession } from '@/lib/session/SessionContext';
import { applyTheme, storedTheme, THEMES, type Theme } from '@/lib/theme/theme';
import styles from './UserMenu.module.css';

const themeWords: Record<Theme, string> = { system: 'Like the device', light: 'Light', dark: 'Dark' };

export function UserMenu() {
  const { userName, signOut } = useSession();
  const [theme, setTheme] = useState(storedTheme);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    applyTheme(chosen);
  };
  return (
    <MenuTrigger>
      <Button className={styles.button} aria-label={`${userName}: theme and sign out`}>
        <PersonIcon />
        <span className={styles.name}>{userName}</span>
      </Button>
      <Popover className={styles.popover}>
        <Menu className={styles.menu}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => {
              const chosen = THEMES.find((candidate) => keys !== 'all' && keys.has(candidate));
              if (chosen) choose(chosen);
            }}
          >
            <Header className={styles.heading}>Theme</Header>
            {THEMES.map((candidate) => (
              <MenuItem key={candidate} id={candidate} className={styles.item}>
                {themeWords[candidate]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className={styles.line} />
          <MenuItem className={styles.item} onAction={signOut}>
            Sign out
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
