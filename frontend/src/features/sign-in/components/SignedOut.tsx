import { ButtonLink } from '@/components/Button';
import { Notice } from '@/components/Notice';
import { paths } from '@/lib/paths';
import { FrontDoor } from './FrontDoor';

export function SignedOut() {
  return (
    <FrontDoor>
      <title>Signed out · Posthorn</title>
      <Notice
        tone="good"
        title="You are signed out"
        action={
          <ButtonLink variant="primary" href={paths.home}>
            Sign in
          </ButtonLink>
        }
      />
    </FrontDoor>
  );
}
