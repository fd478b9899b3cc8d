import '../design/fonts.css';
import '../design/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { Unreachable } from '../api/client.ts';
import { LanguageProvider } from './shell/language-provider.tsx';
import { router } from './shell/router.tsx';
import { SessionGate } from './sign-in/session-gate.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => error instanceof Unreachable && failures < 2,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // The browser's own guess at being online is often wrong on a district's network.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
