import { useMutation } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { TextField } from '../controls/text-field.tsx';
import { showInstant, showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { Lines } from './lines.tsx';
import { Views } from './views.tsx';
import { wording } from './wording.ts';
import './audit.css';

type History = Schemas['AccessHistory'];

const PAGE = 200;

/** Who looked at a person, to read and to print for that person. The ID stays in this screen's memory. */
export function Component() {
  const { me, api } = useOfficer();
  const words = useWording(wording);
  const { language } = useLanguage();
  const troubleOf = useProblems();
  const [typed, setTyped] = useState('');
  const [shown, show] = useState<{ citizenId: string; history: History }>();
  const ask = useMutation({
    mutationFn: async ({ citizenId, after }: { citizenId: string; after?: History }) => {
      const cursor = after?.cursor;
      const body = { citizenId, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const page = await bodyOf(api.POST('/v1/people/access-history', { body }));
      return { ...page, lines: [...(after?.lines ?? []), ...page.lines] };
    },
    onSuccess: (history, { citizenId }) => show({ citizenId, history }),
  });
  const trouble = ask.isError ? troubleOf(ask.error) : undefined;
  const ofField = trouble !== undefined && /^(citizen-id|request)\./.test(trouble.code) ? trouble : undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    show(undefined);
    ask.mutate({ citizenId: typed });
  };
  const history = shown?.history;
  const isWhole = history !== undefined && history.cursor === undefined;

  return (
    <>
      <div className="screen-only">
        <PageHead title={words.title} lead={words.leadPerson} />
      </div>
      <Views />
      {me.rights.includes('read-access-history') ? (
        <form className="audit-question screen-only" onSubmit={send} autoComplete="off">
          <TextField
            label={words.citizenId}
            name="citizenId"
            value={typed}
            onChange={setTyped}
            description={words.citizenIdHint}
            errorMessage={ofField?.fields.citizenId ?? ofField?.summary}
            inputMode="numeric"
            autoComplete="off"
            maxLength={64}
            isRequired
          />
          <Button type="submit" isPending={ask.isPending}>
            {words.show}
          </Button>
        </form>
      ) : (
        <Notice tone="info" title={words.noRight}>
          <p>{words.noRightHow}</p>
        </Notice>
      )}
      {trouble === undefined || ofField !== undefined ? null : (
        <Notice tone="bad">
          <p>{trouble.summary}</p>
        </Notice>
      )}
      {shown === undefined || history === undefined ? null : (
        <section>
          <header className="audit-paper">
            <h2>{words.paperTitle}</h2>
            <p>
              <strong className="numbers">{words.paperOf(history.maskedId)}</strong> ·{' '}
              {words.paperAsOf(showInstant(history.asOf, language))}
            </p>
            <p>{words.paperLead}</p>
          </header>
          <div className="audit-found">
            <p role="status">
              {history.lines.length === 0
                ? words.nothing
                : words.found(showNumber(history.lines.length), isWhole)}
              {isWhole ? null : <span className="print-only"> {words.printMore}</span>}
            </p>
            <span className="screen-only">
              <Button variant="quiet" isDisabled={!isWhole} onPress={() => window.print()}>
                <Printer aria-hidden />
                {words.print}
              </Button>
            </span>
          </div>
          <div className="audit-of-person">
            <Lines caption={words.paperTitle} lines={history.lines} of="person" />
          </div>
          {isWhole ? null : (
            <div className="audit-more screen-only">
              <p>{words.printMore}</p>
              <Button
                variant="quiet"
                isPending={ask.isPending}
                onPress={() => ask.mutate({ citizenId: shown.citizenId, after: history })}
              >
                {words.more}
              </Button>
            </div>
          )}
          <p className="audit-ask">{words.paperAsk}</p>
        </section>
      )}
    </>
  );
}
