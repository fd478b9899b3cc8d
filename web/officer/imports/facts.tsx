import { useWording } from '../shell/wording.ts';
import { type Import, useNameOf } from './import-source.ts';
import { wording } from './wording.ts';

export function PhaseMark({ phase }: Pick<Import, 'phase'>) {
  const words = useWording(wording);
  return (
    <span className="imports-phase" data-phase={phase}>
      {words.phases[phase]}
    </span>
  );
}

export const Who = ({ subject }: { subject: string }) => useNameOf(subject);

/** Enough to tell two files apart at a glance; the rest is read by pointing at it. */
export const Checksum = ({ sha256 }: Pick<Import, 'sha256'>) => (
  <code className="imports-checksum" title={sha256}>
    {sha256.slice(0, 12)}…
  </code>
);
