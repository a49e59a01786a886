import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { Button, ButtonLink } from '@/components/Button';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { ApiError } from '@/lib/api/errors';
import type { Endpoint, EventType, NewEndpoint } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { useCreateEndpoint } from '../api/createEndpoint';
import styles from './CreateEndpointForm.module.css';
import { SubscriptionsField } from './SubscriptionsField';

interface Props {
  tenantId: string;
  eventTypes: EventType[];
  onCreated: (endpoint: Endpoint) => void;
}

const TEXT_FIELDS = ['url', 'name', 'description'];

export function CreateEndpointForm({ tenantId, eventTypes, onCreated }: Props) {
  const [patterns, setPatterns] = useState<string[] | null>(null);
  const [nothingChosen, setNothingChosen] = useState(false);
  const { mutate, error, isPending } = useCreateEndpoint(tenantId);
  const refused = error instanceof ApiError ? fieldOf(error) : undefined;

  const form = useRef<HTMLFormElement>(null);
  // The refused field may have been scrolled away; its focus brings it and its message back.
  useEffect(() => {
    if (refused !== undefined) form.current?.querySelector<HTMLElement>(`[name='${refused}']`)?.focus();
  }, [refused, error]);

  const send = (input: FormData) => {
    setNothingChosen(patterns?.length === 0);
    if (patterns?.length === 0) return;
    mutate(endpointOf(input, patterns), { onSuccess: onCreated });
  };

  return (
    <Form
      ref={form}
      className={styles.form}
      validationErrors={refused && error ? { [refused]: error.message } : {}}
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      {error && refused === undefined && <ErrorNotice error={error} />}
      <Field
        label="URL"
        name="url"
        type="url"
        isRequired
        autoFocus
        placeholder="https://example.com/webhooks"
        help="Posthorn POSTs each event here. Answer with any 2xx status within five seconds."
        validate={(url) =>
          /^https?:\/\/[^/\s]+/.test(url) ? null : 'Enter a full URL that begins with https://'
        }
      />
      <Field
        label="Name"
        name="name"
        maxLength={200}
        help="How you recognise it in lists. The URL is shown without one."
      />
      <Field label="Description" name="description" lines={2} maxLength={1000} />
      <SubscriptionsField
        eventTypes={eventTypes}
        patterns={patterns}
        onChange={(chosen) => {
          setPatterns(chosen);
          setNothingChosen(false);
        }}
        error={
          nothingChosen
            ? 'Choose at least one event type, or take all events.'
            : refused === 'subscriptions'
              ? error?.message
              : undefined
        }
      />
      <div className={styles.actions}>
        <Button type="submit" variant="primary" isPending={isPending}>
          {isPending ? 'Creating…' : 'Create endpoint'}
        </Button>
        <ButtonLink variant="quiet" href={paths.endpoints(tenantId)}>
          Cancel
        </ButtonLink>
      </div>
    </Form>
  );
}

/** The form field that an answer is about: `subscriptions[0].eventType` belongs to `subscriptions`. */
function fieldOf({ field }: ApiError): string | undefined {
  const name = field?.split(/[.[]/)[0];
  return name !== undefined && [...TEXT_FIELDS, 'subscriptions'].includes(name) ? name : undefined;
}

function endpointOf(form: FormData, patterns: string[] | null): NewEndpoint {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    url: text('url'),
    ...(text('name') && { name: text('name') }),
    ...(text('description') && { description: text('description') }),
    ...(patterns && { subscriptions: patterns.map((eventType) => ({ eventType })) }),
  };
}
