import { QRCodeSVG } from 'qrcode.react';
import type { Schemas } from '../../api/client.ts';
import { showDay } from '../shell/dates.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { registrationWording } from './wording.ts';
import './slip.css';

const OFFICIAL = { ministry: '1359', baac: '02-555-0555', gsb: '1115' } as const;

export interface SlipProps {
  readonly registration: Pick<Schemas['Registration'], 'receipt' | 'intentOn' | 'place'>;
}

/** The tear-off slip, on screen as on paper. It names nobody: whoever finds it learns nothing. */
export function Slip({ registration: { receipt, intentOn, place } }: SlipProps) {
  const { language } = useLanguage();
  const { slip } = useWording(registrationWording);
  return (
    <article className="slip" aria-label={slip.title}>
      <header>
        <p className="slip-measure">{slip.measure}</p>
        <p className="slip-title">
          {slip.proof} ({slip.title})
        </p>
      </header>
      <div className="slip-number">
        <div>
          <p>{slip.receipt}</p>
          <p className="slip-receipt">{receipt}</p>
          <p>
            {slip.intentOn} <strong>{showDay(intentOn, language, 'long')}</strong>
          </p>
          <p>
            {slip.place} <strong>{place.name}</strong>
          </p>
        </div>
        <QRCodeSVG value={receipt} size={104} marginSize={0} className="slip-qr" aria-hidden />
      </div>
      <footer>
        <p>
          <strong>{slip.keep}</strong> · {slip.official}
        </p>
        <p className="slip-lines">
          {(Object.keys(OFFICIAL) as (keyof typeof OFFICIAL)[]).map((name) => (
            <span key={name}>
              {slip[name]} <strong>{OFFICIAL[name]}</strong>
            </span>
          ))}
        </p>
        <p className="slip-warning">{slip.warning}</p>
      </footer>
    </article>
  );
}
