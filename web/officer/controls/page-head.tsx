import { type ReactNode, useEffect } from 'react';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import './page-head.css';

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

/** The screen's heading; the browser's tab says the same. */
export function PageHead({ title, lead, actions }: PageHeadProps) {
  const { system } = useWording(shellWording);
  useEffect(() => {
    document.title = `${title} · ${system}`;
  }, [title, system]);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <div className="page-head-lead">{lead}</div>}
      </div>
      {actions === undefined ? null : <div className="page-head-actions screen-only">{actions}</div>}
    </header>
  );
}
