import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { Button } from './Button';
import styles from './Announcements.module.css';

type Announce = (content: ReactNode) => void;

const AnnouncementContext = createContext<Announce>(() => undefined);

/** Tells that something was done; stays until dismissed or for ten seconds, whichever is first. */
export function useAnnounce(): Announce {
  return use(AnnouncementContext);
}

const STAYS_MILLIS = 10_000;

export function AnnouncementProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ id: string; content: ReactNode }[]>([]);
  const dismiss = useCallback(
    (id: string) => setShown((before) => before.filter((announcement) => announcement.id !== id)),
    [],
  );
  const announce = useCallback(
    (content: ReactNode) => {
      const id = crypto.randomUUID();
      setShown((before) => [...before, { id, content }]);
      setTimeout(() => dismiss(id), STAYS_MILLIS);
    },
    [dismiss],
  );
  return (
    <AnnouncementContext value={announce}>
      {children}
      <div role="status" className={styles.stack}>
        {shown.map(({ id, content }) => (
          <div key={id} className={styles.announcement}>
            <div>{content}</div>
            <Button small variant="quiet" onPress={() => dismiss(id)}>
              Dismiss
            </Button>
          </div>
        ))}
      </div>
    </AnnouncementContext>
  );
}
