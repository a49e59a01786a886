import { ButtonLink } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { paths } from '@/lib/paths';

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        title="There is nothing at this address"
        action={
          <ButtonLink variant="primary" href={paths.home}>
            To the start
          </ButtonLink>
        }
      >
        It may have been deleted, or the link may be incomplete.
      </EmptyState>
    </>
  );
}
