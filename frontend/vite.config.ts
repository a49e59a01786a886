import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstLoadBudget } from './dev/firstLoadBudget.ts';
import { mockBackend } from './dev/mock/plugin.ts';

const gateway = process.env.POSTHORN_URL ?? 'http://localhost:8080';
// In mock mode the plugin answers these itself, so nothing may be forwarded.
const proxyTo = (mode: string): Record<string, string> =>
  mode === 'mock' ? {} : { '/v1': gateway, '/config.json': gateway };
const port = Number(process.env.PORT ?? 5173);

export default defineConfig(({ mode }) => ({
  plugins: [react(), firstLoadBudget({ kilobytes: 300 }), ...(mode === 'mock' ? [mockBackend()] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port, strictPort: true, proxy: proxyTo(mode) },
  preview: { port, strictPort: true },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/app/testing/setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
}));
