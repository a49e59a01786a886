import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { ModalDialog } from '@/components/ModalDialog';
import type { DeadLetter } from '@/lib/api/types';
import { useDiscardDeadLetter } from '../api/discardDeadLetter';
import styles from './DiscardDialog.module.css';

interface Props {
  tenantId: string;
  letter: DeadLetter;
  onDiscarded: () => void;
  onClose: () => void;
}

export function DiscardDialog({ tenantId, letter, onDiscarded, onClose }: Props) {
  const [reason, setReason] = useState('');
  const { mutate, error, isPending } = useDiscardDeadLetter(tenantId);
  const discard = () => mutate({ letter, reason: reason.trim() }, { onSuccess: onDiscarded });
  return (
    <ModalDialog title="Discard this dead letter?" onClose={onClose}>
      <p>
        <code>{letter.eventType}</code> will not be sent to this endpoint again. The event itself stays in the
        log.
      </p>
      {error && <ErrorNotice error={error} onRetry={discard} />}
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          discard();
        }}
      >
        <Field label="Reason" name="reason" value={reason} onChange={setReason} maxLength={500} autoFocus />
        <div className={styles.actions}>
          <Button onPress={onClose}>Keep it</Button>
          <Button type="submit" variant="danger" isPending={isPending}>
            {isPending ? 'Discarding…' : 'Discard'}
          </Button>
        </div>
      </Form>
    </ModalDialog>
  );
}
