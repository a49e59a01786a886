import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App';
import '@/components/global.css';
import { applyTheme, storedTheme } from '@/lib/theme/theme';

applyTheme(storedTheme());

const root = document.getElementById('root');
if (root === null) throw new Error('index.html must hold #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
