import { Button } from './Button';
import { ErrorNotice } from './ErrorNotice';
import styles from './LoadMore.module.css';

interface Props {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => Promise<unknown>;
  };
}

/** The way to the older entries of a paged list. */
export function LoadMore({ query }: Props) {
  const load = () => void query.fetchNextPage();
  if (query.isFetchNextPageError) return <ErrorNotice error={query.error} onRetry={load} />;
  if (!query.hasNextPage) return null;
  return (
    <div className={styles.more}>
      <Button onPress={load} isPending={query.isFetchingNextPage}>
        {query.isFetchingNextPage ? 'Loading…' : 'Show older'}
      </Button>
    </div>
  );
}
