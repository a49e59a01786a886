import { useRouteError } from 'react-router';
import { Button } from '@/components/Button';
import { Notice } from '@/components/Notice';

/** A page that broke, most often because a new version of the portal replaced the code it wanted to load. */
export function Crash() {
  const error = useRouteError();
  return (
    <Notice
      tone="bad"
      title="This page could not be shown"
      action={<Button onPress={() => location.reload()}>Load it anew</Button>}
    >
      {error instanceof Error ? error.message : 'An unexpected error happened.'}
    </Notice>
  );
}
