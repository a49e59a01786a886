import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../dev/mock/api';
import { renderPortal } from './renderPortal';

const DEMO = '/tenants/demo';
const BROKEN = 'ep_01k9mt8c4hf1vs5pb3ez0g7xq3';

function table(name: string): Promise<HTMLElement> {
  return screen.findByRole('table', { name });
}

function heading(name: string | RegExp): Promise<HTMLElement> {
  return screen.findByRole('heading', { level: 1, name });
}

function first<T>(items: T[] = []): T {
  const [item] = items;
  if (item === undefined) throw new Error('There is none');
  return item;
}

describe('the start', () => {
  it('leads a tenant to its endpoints', async () => {
    const { address } = renderPortal('/');
    await heading('Endpoints');
    expect(address()).toBe(`${DEMO}/endpoints`);
  });

  it('leads an operator to the tenants', async () => {
    renderPortal('/', { user: 'operator' });
    expect(within(await table('Tenants')).getByRole('link', { name: 'Fjord Freight' })).toBeDefined();
  });

  it('tells someone without a role whom to ask', async () => {
    renderPortal('/', { user: 'nobody' });
    expect(await screen.findByText('Your account belongs to no tenant yet')).toBeDefined();
  });

  it('knows no other tenant and asks the API nothing about it', async () => {
    const { requests } = renderPortal('/tenants/fjord/endpoints');
    await heading('Not found');
    expect(requests).toEqual([]);
  });
});

describe('endpoints', () => {
  it('show their status and how their latest attempts went', async () => {
    renderPortal(`${DEMO}/endpoints`);
    const row = within(await table('Endpoints')).getByRole('row', { name: /Billing ledger/ });
    expect(within(row).getByText('Enabled')).toBeDefined();
    expect(
      await within(row).findByRole('img', { name: '0 of the latest 12 attempts succeeded' }),
    ).toBeDefined();
  });

  it('lead an empty tenant on to its first one', async () => {
    renderPortal('/tenants/fjord/endpoints', { user: 'operator' });
    expect(await screen.findByText('Where should your webhooks go?')).toBeDefined();
    expect(screen.getByRole('link', { name: 'New endpoint' }).getAttribute('href')).toBe(
      '/tenants/fjord/endpoints/new',
    );
  });

  it('are created with the chosen patterns, and the secret comes next', async () => {
    const { api, address } = renderPortal(`${DEMO}/endpoints/new`);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/^URL/), 'https://new.demo.example/in');
    await user.click(screen.getByRole('radio', { name: 'Only the ones chosen here' }));
    await user.click(await screen.findByRole('checkbox', { name: 'order.*' }));
    await user.type(screen.getByLabelText(/Another pattern/), 'refund.*{Enter}');
    await user.click(screen.getByRole('button', { name: 'Create endpoint' }));

    expect(await screen.findByText('The endpoint is ready')).toBeDefined();
    const created = api.data.endpoints.demo?.[0];
    expect(created?.subscriptions).toEqual([{ eventType: 'order.*' }, { eventType: 'refund.*' }]);
    expect(address()).toBe(`${DEMO}/endpoints/${created?.id}`);
  });

  it('are not created without an event type when only some are wanted', async () => {
    const { requests } = renderPortal(`${DEMO}/endpoints/new`);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/^URL/), 'https://new.demo.example/in');
    await user.click(screen.getByRole('radio', { name: 'Only the ones chosen here' }));
    await user.click(screen.getByRole('button', { name: 'Create endpoint' }));
    expect(screen.getByRole('alert').textContent).toContain('Choose at least one event type');
    expect(requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  it('say at the field why the API refused it', async () => {
    renderPortal(`${DEMO}/endpoints/new`);
    const user = userEvent.setup();
    const url = await screen.findByLabelText(/^URL/);
    await user.type(url, 'https://10.0.0.1/in');
    await user.click(screen.getByRole('button', { name: 'Create endpoint' }));
    expect(await screen.findByText('The URL leads to a private address')).toBeDefined();
    await waitFor(() => expect(document.activeElement).toBe(url));
  });

  it('use one idempotency key until the input changes', async () => {
    const keys: (string | null)[] = [];
    renderPortal(`${DEMO}/endpoints/new`, {
      intercept: (request) => {
        if (request.method !== 'POST') return undefined;
        keys.push(request.headers.get('Idempotency-Key'));
        return failure(503, 'busy', 'busy');
      },
    });
    const user = userEvent.setup();
    const press = async (times: number) => {
      await user.click(screen.getByRole('button', { name: 'Create endpoint' }));
      await waitFor(() => expect(keys).toHaveLength(times));
      await screen.findByRole('button', { name: 'Create endpoint' });
    };
    await user.type(await screen.findByLabelText(/^URL/), 'https://new.demo.example/in');
    await press(1);
    await press(2);
    await user.type(screen.getByLabelText(/^Name/), 'Now with a name');
    await press(3);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('reveal their secret only when asked', async () => {
    const { requests } = renderPortal(`${DEMO}/endpoints/${BROKEN}`);
    const reveal = await screen.findByRole('button', { name: 'Reveal secret' });
    expect(requests.some((request) => request.endsWith('/secret'))).toBe(false);
    await userEvent.click(reveal);
    expect(await screen.findByText(/^whsec_/)).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Hide' }));
    expect(screen.queryByText(/^whsec_/)).toBeNull();
  });

  it('let a viewer look and nothing more', async () => {
    renderPortal(`${DEMO}/endpoints/${BROKEN}`, { user: 'demo-viewer' });
    expect(await screen.findByText('Only an admin of your team may see the secret.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Reveal secret' })).toBeNull();
  });
});

describe('attempts', () => {
  it('are filtered by what the address says', async () => {
    const { requests } = renderPortal(`${DEMO}/attempts?endpoint=${BROKEN}&outcome=rejected`);
    const rows = within(await table('Attempts'))
      .getAllByRole('row')
      .slice(1);
    expect(rows.every((row) => row.textContent.includes('Rejected'))).toBe(true);
    expect(requests).toContain(
      `GET /v1/tenants/demo/attempts?endpointId=${BROKEN}&outcome=rejected&limit=50`,
    );
  });

  it('go on with older ones', async () => {
    renderPortal(`${DEMO}/attempts`);
    const rows = within(await table('Attempts')).getAllByRole('row').length;
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
    await waitFor(() =>
      expect(within(screen.getByRole('table')).getAllByRole('row').length).toBe(2 * (rows - 1) + 1),
    );
  });

  it('offer all of them when none matches', async () => {
    const { address } = renderPortal(`${DEMO}/attempts?event=evt_unknown`);
    await userEvent.click(await screen.findByRole('button', { name: 'Show all attempts' }));
    await table('Attempts');
    expect(address()).toBe(`${DEMO}/attempts`);
  });

  it('open with request, response and what to do', async () => {
    renderPortal(`${DEMO}/attempts?outcome=rejected`);
    await userEvent.click(first(within(await table('Attempts')).getAllByRole('link')));
    await heading(/to Billing ledger/);
    expect(screen.getByRole('region', { name: 'Request body' }).textContent).toContain('"total": 149.90');
    expect(screen.getByRole('region', { name: 'Response body' }).textContent).toContain('duplicate key');
    expect(screen.getByText(/any 2xx counts as success/)).toBeDefined();
  });
});

describe('dead letters', () => {
  it('are replayed, and the attempts of their event are one step away', async () => {
    const { api } = renderPortal(`${DEMO}/dead-letters`);
    const letter = first(api.data.deadLetters.demo);
    await userEvent.click(
      await screen.findByRole('button', { name: `Replay ${letter.eventType} ${letter.eventId}` }),
    );
    const link = await screen.findByRole('link', { name: 'See its attempts' });
    expect(link.getAttribute('href')).toBe(`${DEMO}/attempts?event=${letter.eventId}`);
    await waitFor(() => expect(screen.queryByText(letter.eventId)).toBeNull());
  });

  it('are discarded with a reason after a question', async () => {
    const bodies: string[] = [];
    const { api } = renderPortal(`${DEMO}/dead-letters`, {
      intercept: (request) => {
        if (request.method === 'POST')
          void request
            .clone()
            .text()
            .then((body) => bodies.push(body));
        return undefined;
      },
    });
    const letter = first(api.data.deadLetters.demo);
    await userEvent.click(
      await screen.findByRole('button', { name: `Discard ${letter.eventType} ${letter.eventId}` }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Discard this dead letter?' });
    await userEvent.type(within(dialog).getByLabelText(/Reason/), 'sent by mistake');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Discard' }));
    expect(await screen.findByText('Dead letter discarded.')).toBeDefined();
    expect(bodies).toEqual(['{"reason":"sent by mistake"}']);
  });

  it('offer a viewer no action', async () => {
    renderPortal(`${DEMO}/dead-letters`, { user: 'demo-viewer' });
    await table('Dead letters');
    expect(screen.queryByRole('button', { name: /Replay/ })).toBeNull();
  });
});

describe('a failed call', () => {
  it('says what to do and works when tried again', async () => {
    let down = true;
    renderPortal(`${DEMO}/endpoints`, {
      intercept: (request) =>
        down && request.url.includes('/endpoints') ? failure(500, 'internal', 'something broke') : undefined,
    });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Something broke');
    expect(alert.textContent).toContain('Trace ID');
    down = false;
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    await table('Endpoints');
  });

  it('leads back to signing in when the session has ended', async () => {
    const { signIn } = renderPortal(`${DEMO}/endpoints`, {
      intercept: () => failure(401, 'unauthorized', 'expired'),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in again' }));
    expect(signIn).toHaveBeenCalledOnce();
  });
});
