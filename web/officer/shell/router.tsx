import { createBrowserRouter, redirect } from 'react-router';
import { Loading } from '../controls/loading.tsx';
import { Frame } from './frame.tsx';
import { NotFound, ScreenFailed } from './not-found.tsx';

export const router = createBrowserRouter(
  [
    {
      Component: Frame,
      children: [
        {
          ErrorBoundary: ScreenFailed,
          HydrateFallback: Loading,
          children: [
            { index: true, loader: () => redirect('/registration') },
            { path: 'registration', lazy: () => import('../registration/screen.tsx') },
            { path: 'registration/today', lazy: () => import('../registration/today.tsx') },
            {
              path: 'registration/records/:registrationId',
              lazy: () => import('../registration/record.tsx'),
            },
            { path: 'paper-form', lazy: () => import('../paper-form/screen.tsx') },
            { path: 'intake-locations', lazy: () => import('../intake-locations/screen.tsx') },
            { path: 'reports/:report', lazy: () => import('../reports/screen.tsx') },
            { path: 'audit', lazy: () => import('../audit/screen.tsx') },
            { path: 'audit/activity', lazy: () => import('../audit/activity.tsx') },
            { path: 'people', lazy: () => import('../people/roster.tsx') },
            { path: 'people/profile', lazy: () => import('../people/profile.tsx') },
            { path: 'people/look-ups', lazy: () => import('../people/look-up.tsx') },
            { path: 'imports', lazy: () => import('../imports/screen.tsx') },
            { path: 'imports/:importId', lazy: () => import('../imports/import.tsx') },
            { path: 'people/overrides', lazy: () => import('../people/override.tsx') },
            { path: 'people/announcements', lazy: () => import('../people/announcements.tsx') },
            { path: 'accounts', lazy: () => import('../accounts/screen.tsx') },
            { path: 'accounts/new', lazy: () => import('../accounts/new-account.tsx') },
            { path: 'accounts/import', lazy: () => import('../accounts/import.tsx') },
            { path: 'accounts/:subject', lazy: () => import('../accounts/account.tsx') },
            { path: 'documents', lazy: () => import('../documents/screen.tsx') },
            { path: '*', Component: NotFound },
          ],
        },
      ],
    },
  ],
  { basename: '/officer' },
);
