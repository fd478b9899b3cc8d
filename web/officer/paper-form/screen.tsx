import { Link } from 'react-router';
import { Button } from '../controls/button.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { showDay } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useMeasure } from '../shell/reference-data.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { FORM, paperWording } from './wording.ts';
import './paper-form.css';

/** Digits of a citizen ID as they are grouped on the card. */
const GROUPS = [1, 4, 5, 2, 1];

/** What a desk does while the system is down, and how the forms come in afterwards. */
export function Component() {
  const words = useWording(paperWording);
  const { language } = useLanguage();
  const { data: measure } = useMeasure();
  return (
    <>
      <div className="screen-only">
        <PageHead
          title={words.title}
          lead={words.lead}
          actions={
            <>
              <Button onPress={() => print()}>{words.print}</Button>
              <Link className="button button-quiet" to="/registration?paper">
                {words.record}
              </Link>
            </>
          }
        />
        <ol className="paper-steps">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {measure === undefined ? null : (
          <p className="paper-until">
            {words.until(
              showDay(measure.windowFrom, language),
              showDay(measure.windowTo, language),
              showDay(measure.recordUntil, language),
            )}
          </p>
        )}
      </div>
      <Form />
    </>
  );
}

function Form() {
  const { me } = useOfficer();
  return (
    <article className="paper" lang="th">
      <header>
        <p>{FORM.measure}</p>
        <h2>{FORM.title}</h2>
      </header>
      <div className="paper-row">
        <Line label={FORM.place} wide />
        <Line label={FORM.district} value={me.district?.name.th} />
        <Line label={FORM.province} value={(me.district?.province ?? me.province)?.name.th} />
      </div>
      <Line label={FORM.day} />
      <div className="paper-line">
        <span>{FORM.citizenId}</span>
        <Boxes />
      </div>
      <div className="paper-row">
        <Line label={FORM.name} wide />
        <Line label={FORM.phone} />
      </div>
      <Line label={FORM.residence} />
      <Line label={FORM.development} />
      <Line label={FORM.projects} />
      <Line label={FORM.remark} />
      <p className="paper-consent">
        <span className="paper-box" /> {FORM.consent}
      </p>
      <div className="paper-row paper-signatures">
        <Line label={FORM.signedByPerson} />
        <Line label={FORM.signedByOfficer} />
      </div>
      <p className="paper-tear">
        <span>{FORM.tear}</span>
      </p>
      <footer>
        <h3>{FORM.stub}</h3>
        <p>{FORM.measure}</p>
        <div className="paper-row">
          <Line label={FORM.day} />
          <Line label={FORM.place} />
        </div>
        <Line label={FORM.signedByOfficer} />
        <p>{FORM.stubText}</p>
        <p>
          <strong>{FORM.official}</strong>
        </p>
        <p>{FORM.warning}</p>
      </footer>
    </article>
  );
}

function Line({ label, value, wide }: { label: string; value?: string | undefined; wide?: true }) {
  return (
    <div className="paper-line" data-wide={wide}>
      <span>{label}</span>
      <span className="paper-rule">{value}</span>
    </div>
  );
}

function Boxes() {
  return (
    <span className="paper-boxes" aria-hidden>
      {GROUPS.map((size, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups never move
        <span key={group}>
          {Array.from({ length: size }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: neither do the boxes
            <i key={at} />
          ))}
        </span>
      ))}
    </span>
  );
}
