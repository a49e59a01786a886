import { Button } from '@/components/Button';
import { CopyButton } from '@/components/CopyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Panel } from '@/components/Panel';
import { useSession } from '@/lib/session/SessionContext';
import { useRevealSecret } from '../api/getEndpointSecret';
import styles from './EndpointSecret.module.css';

export function EndpointSecret({ tenantId, endpointId }: { tenantId: string; endpointId: string }) {
  const { mayManage } = useSession();
  const { data, error, isPending, mutate, reset } = useRevealSecret(tenantId, endpointId);
  const shown = data?.secret ?? data?.publicKey;
  return (
    <Panel title="Signing secret">
      <div className={styles.secret}>
        <p className={styles.hint}>
          Posthorn signs every webhook, usually as Standard Webhooks ask: <code>webhook-id</code>,{' '}
          <code>webhook-timestamp</code> and <code>webhook-signature</code>. Check the signature before you
          trust a request.
        </p>
        {error && <ErrorNotice error={error} onRetry={() => mutate()} />}
        {!mayManage && <p className={styles.hint}>Only an admin of your team may see the secret.</p>}
        {mayManage && data === undefined && (
          <div>
            <Button onPress={() => mutate()} isPending={isPending}>
              {isPending ? 'Revealing…' : 'Reveal secret'}
            </Button>
          </div>
        )}
        {data && shown && (
          <>
            {data.verification && <p className={styles.hint}>{data.verification}.</p>}
            <code className={styles.value}>{shown}</code>
            <div className={styles.actions}>
              <CopyButton text={shown} what={data.secret ? 'signing secret' : 'public key'} />
              <Button small variant="quiet" onPress={reset}>
                Hide
              </Button>
            </div>
          </>
        )}
      </div>
    </Panel>
  );
}
