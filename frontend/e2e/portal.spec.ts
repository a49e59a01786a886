import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';

/*
 * Runs against a whole, running Posthorn: POSTHORN_URL and the other variables are those that the local stack
 * writes to its `local.env`. It leaves endpoints behind, each with a name of its own, so it can run again and again.
 */
const login = process.env.POSTHORN_TENANT_LOGIN ?? 'demo-admin';
const password = process.env.POSTHORN_TENANT_PASSWORD ?? 'demo-admin';
const apiKey = process.env.POSTHORN_API_KEY;
const tenant = process.env.POSTHORN_TENANT ?? 'demo';

async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.locator('#username').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#kc-login').click();
  await expect(page.getByRole('heading', { name: 'Endpoints', exact: true })).toBeVisible();
}

async function createEndpoint(page: Page, name: string, url: string): Promise<void> {
  await page.goto(`/tenants/${tenant}/endpoints/new`);
  await page.getByLabel('URL').fill(url);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create endpoint' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

test('a tenant signs in, creates an endpoint, sees its secret and finds it in the list', async ({ page }) => {
  await signIn(page);
  const name = `Browser test ${Date.now()}`;
  await createEndpoint(page, name, 'https://example.com/webhooks');
  await expect(page.getByText('The endpoint is ready')).toBeVisible();

  await page.getByRole('button', { name: 'Reveal secret' }).click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();

  await page.getByRole('link', { name: 'Endpoints', exact: true }).first().click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Enabled');
});

test('a tenant sees its attempts and dead letters', async ({ page }) => {
  await signIn(page);
  await page.getByRole('link', { name: 'Attempts', exact: true }).click();
  await expect(
    page.getByRole('table', { name: 'Attempts' }).or(page.getByText('No attempts yet')),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Dead letters', exact: true }).click();
  await expect(
    page.getByRole('table', { name: 'Dead letters' }).or(page.getByText('No dead letters')),
  ).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a refused URL is explained at its field', async ({ page }) => {
  await signIn(page);
  await page.goto(`/tenants/${tenant}/endpoints/new`);
  await page.getByLabel('URL').fill('https://10.0.0.1/webhooks');
  await page.getByRole('button', { name: 'Create endpoint' }).click();
  await expect(page.getByLabel('URL')).toHaveAttribute('aria-invalid', 'true');
});

test('another tenant’s pages do not exist', async ({ page }) => {
  await signIn(page);
  await page.goto('/tenants/somebody-else/endpoints');
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
});

test('signing out ends the session', async ({ page }) => {
  await signIn(page);
  await page.getByRole('button', { name: /sign out/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out')).toBeVisible();
  await page.goto('/');
  await expect(page.locator('#username')).toBeVisible();
});

test('a published event shows up as an attempt with request and response', async ({ page, request }) => {
  test.skip(apiKey === undefined, 'needs POSTHORN_API_KEY to publish');
  const receiver = createServer((incoming, answer) => {
    incoming.resume();
    incoming.on('end', () => answer.writeHead(200, { 'Content-Type': 'text/plain' }).end('thank you'));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    const name = `Receiver ${Date.now()}`;
    await signIn(page);
    await createEndpoint(page, name, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`);

    const headers = { Authorization: `Bearer ${apiKey ?? ''}` };
    const type = 'browser.test';
    const known = await request.get(`/v1/event-types/${type}`, { headers });
    if (!known.ok()) await request.post('/v1/event-types', { headers, data: { name: type } });

    // The new endpoint reaches delivery-service by message, so the first event may come too early for it.
    const attempts = page.getByRole('table', { name: 'Attempts' });
    await expect(async () => {
      const published = await request.post(`/v1/tenants/${tenant}/events`, {
        headers,
        data: { type, payload: { greeting: 'from the browser test' } },
      });
      expect(published.status()).toBe(202);
      await page.reload();
      await expect(attempts.getByText('200 Succeeded').first()).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });

    await attempts.getByRole('row').nth(1).getByRole('link').click();
    await expect(page.getByRole('region', { name: 'Request body' })).toContainText('from the browser test');
    await expect(page.getByRole('region', { name: 'Response body' })).toContainText('thank you');
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});
