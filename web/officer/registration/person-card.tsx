import { IdCard } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client.ts';
import { showNumber } from '../shell/dates.ts';
import { useMeasure } from '../shell/reference-data.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { registrationWording } from './wording.ts';

export interface PersonCardProps {
  readonly person: Schemas['PersonMayRegister'] | Schemas['PersonRegistered'];
  readonly tone: 'good' | 'warn';
  readonly decision: string;
  readonly children?: ReactNode;
}

/** As much of a person as can be compared with the card, and what the officer may do. */
export function PersonCard({ person, tone, decision, children }: PersonCardProps) {
  const words = useWording(registrationWording);
  const local = useLocalText();
  const { data: measure } = useMeasure();
  const extra = measure?.bands.find(({ band }) => band === person.band)?.extraBahtPerMonth;
  const { province, district, subdistrict } = person.residence;
  return (
    <section className="desk-person" data-tone={tone} aria-label={words.compare}>
      <p className="desk-decision" role="status">
        {decision}
      </p>
      <div className="desk-person-body">
        <IdCard aria-hidden />
        <dl>
          <div>
            <dt>{words.name}</dt>
            <dd className="desk-person-name">{person.maskedName}</dd>
          </div>
          <div>
            <dt>{words.citizenId}</dt>
            <dd className="numbers">{person.maskedId}</dd>
          </div>
          <div>
            <dt>{words.residence}</dt>
            <dd>{[subdistrict, district, province].map(({ name }) => local(name)).join(' · ')}</dd>
          </div>
          <div>
            <dt>{words.band}</dt>
            <dd>
              {words.bands[person.band]}
              {extra === undefined ? null : <small>{words.extra(showNumber(extra))}</small>}
            </dd>
          </div>
        </dl>
      </div>
      {children}
    </section>
  );
}
