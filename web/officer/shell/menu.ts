import type { Me } from './officer.ts';
import type { shellWording } from './shell-wording.ts';

type Words = (typeof shellWording)['th'];

export interface MenuItem {
  readonly number?: string;
  readonly name: keyof Words['items'];
  readonly to?: string;
  /** Of the other site. */
  readonly href?: string;
  readonly under?: true;
  /** Whom it is for, where not for everybody. */
  readonly roles?: readonly Me['role'][];
}

export interface MenuGroup {
  readonly number?: string;
  readonly name: keyof Words['groups'];
  readonly items: readonly MenuItem[];
}

/** The officers' menu, numbered as their manuals number it. */
export const MENU: readonly MenuGroup[] = [
  {
    number: '1',
    name: 'base',
    items: [
      { number: '1.1', name: 'cardholders', to: '/reports/cardholders' },
      { number: '1.2', name: 'roster', to: '/people' },
      { number: '1.3', name: 'profile', to: '/people/profile' },
      { name: 'lookUps', to: '/people/look-ups', under: true },
      { name: 'overrides', to: '/people/overrides', under: true, roles: ['district', 'province'] },
      { name: 'announcements', to: '/people/announcements', under: true, roles: ['province', 'central'] },
    ],
  },
  {
    number: '2',
    name: 'record',
    items: [
      { number: '2.1', name: 'registration', to: '/registration' },
      { name: 'today', to: '/registration/today', under: true },
      { name: 'paper', to: '/paper-form', under: true },
      { number: '2.2', name: 'places', to: '/intake-locations' },
    ],
  },
  {
    number: '3',
    name: 'mis',
    items: [
      { number: '3.1', name: 'coverage', to: '/reports/coverage' },
      { number: '3.2', name: 'daily', to: '/reports/daily' },
      { number: '3.3', name: 'projects', to: '/reports/projects' },
    ],
  },
  {
    number: '4',
    name: 'publish',
    items: [
      { name: 'documents', to: '/documents' },
      { name: 'citizen', href: '/' },
    ],
  },
  {
    name: 'admin',
    items: [
      { name: 'imports', to: '/imports', roles: ['central'] },
      { name: 'audit', to: '/audit' },
      { name: 'accounts', to: '/accounts', roles: ['central', 'province'] },
    ],
  },
];
