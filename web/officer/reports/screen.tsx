import { useParams } from 'react-router';
import { NotFound } from '../shell/not-found.tsx';
import { CardholderScreen } from './cardholders.tsx';
import { CoverageScreen } from './coverage.tsx';
import { DailyScreen } from './daily.tsx';
import { ProjectScreen } from './projects.tsx';
import './reports.css';

/** The reports of the officers' menu: 3.1, 3.2, 3.3 and 1.1. */
export function Component() {
  const { report } = useParams();
  switch (report) {
    case 'coverage':
      return <CoverageScreen />;
    case 'daily':
      return <DailyScreen />;
    case 'projects':
      return <ProjectScreen />;
    case 'cardholders':
      return <CardholderScreen />;
    default:
      return <NotFound />;
  }
}
