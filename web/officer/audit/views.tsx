import { NavLink } from 'react-router';
import { useWording } from '../shell/wording.ts';
import { wording } from './wording.ts';

/** The two questions that the trail answers. */
export function Views() {
  const words = useWording(wording);
  return (
    <nav className="audit-views screen-only" aria-label={words.views}>
      <NavLink to="/audit" end>
        {words.toPerson}
      </NavLink>
      <NavLink to="/audit/activity">{words.toActivity}</NavLink>
    </nav>
  );
}
