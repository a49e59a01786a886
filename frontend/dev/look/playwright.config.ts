import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

const port = process.env.PORT ?? '4173';

/** Looks at every page of the built portal with the mock behind it: `npm run build && npm run look`. */
export default defineConfig(base, {
  testDir: '.',
  outputDir: '../../test-results/look',
  use: { baseURL: `http://localhost:${port}` },
  webServer: {
    command: 'npx vite preview --mode mock',
    cwd: '../..',
    env: { PORT: port },
    url: `http://localhost:${port}/config.json`,
  },
});
