import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** Photographs every page in both themes and at phone width, and lets axe look for barriers. */
const looks = [
  { look: 'light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { look: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { look: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

const pages: { name: string; user?: string; path: string; act?: (page: Page) => Promise<void> }[] = [
  { name: 'endpoints', path: '/tenants/demo/endpoints' },
  {
    name: 'new-endpoint',
    path: '/tenants/demo/endpoints/new',
    act: async (page) => {
      await page.getByText('Only the ones chosen here').click();
      await page.getByText('order.*').click();
      await page.getByLabel('URL').fill('https://192.168.1.20/hooks');
      await page.getByRole('button', { name: 'Create endpoint' }).click();
      await page.getByText('The URL leads to a private address').waitFor();
    },
  },
  {
    name: 'endpoint',
    path: '/tenants/demo/endpoints/ep_01k9mt8c4hf1vs5pb3ez0g7xq2',
    act: async (page) => page.getByRole('button', { name: 'Reveal secret' }).click(),
  },
  { name: 'attempts', path: '/tenants/demo/attempts' },
  {
    name: 'attempts-filter',
    path: '/tenants/demo/attempts?endpoint=ep_01k9mt8c4hf1vs5pb3ez0g7xq3',
    act: async (page) => page.getByRole('button', { name: /Outcome/ }).click(),
  },
  { name: 'attempts-none', path: '/tenants/demo/attempts?event=evt_unknown' },
  {
    name: 'attempt',
    path: '/tenants/demo/attempts?outcome=rejected',
    act: async (page) => {
      await page.getByRole('row').nth(1).getByRole('link').click();
      await page.getByRole('region', { name: 'Response body' }).waitFor();
    },
  },
  { name: 'dead-letters', path: '/tenants/demo/dead-letters' },
  {
    name: 'discard',
    path: '/tenants/demo/dead-letters',
    act: async (page) =>
      page
        .getByRole('button', { name: /^Discard/ })
        .first()
        .click(),
  },
  {
    name: 'replayed',
    path: '/tenants/demo/dead-letters',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Replay/ })
        .first()
        .click();
      await page.getByText('Replay queued').waitFor();
    },
  },
  {
    name: 'menu',
    path: '/tenants/demo/dead-letters',
    act: async (page) => page.getByRole('button', { name: /sign out/ }).click(),
  },
  { name: 'not-found', path: '/tenants/elsewhere/endpoints' },
  { name: 'tenants', user: 'operator', path: '/tenants' },
  { name: 'empty-tenant', user: 'operator', path: '/tenants/fjord/endpoints' },
  { name: 'no-access', user: 'nobody', path: '/' },
];

for (const { look, viewport, colorScheme } of looks) {
  test.describe(look, () => {
    test.use({ viewport, colorScheme, deviceScaleFactor: 1 });

    for (const { name, user = 'demo-admin', path, act } of pages) {
      test(name, async ({ page }) => {
        await page.goto(path);
        await page.locator('#username').fill(user);
        await page.locator('#password').fill(user);
        await page.locator('#kc-login').click();
        await page.locator('h1').waitFor();
        await page.waitForLoadState('networkidle');
        await act?.(page);
        await page.waitForTimeout(300);
        await page.screenshot({ path: `test-results/pages/${name}-${look}.png` });

        const { violations } = await new AxeBuilder({ page })
          // React Aria empties its spoken messages a moment before it removes them.
          .exclude('[data-live-announcer]')
          .analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(tooWide, 'the page scrolls sideways').toBe(false);
      });
    }
  });
}
