import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { useWording } from '../shell/wording.ts';
import { accountsWording } from './wording.ts';

export interface Recipient {
  readonly username: string;
  readonly name: string;
  readonly temporaryPassword: string;
}

/** What each officer is handed, one sheet of paper a person. Nothing of it is kept: it goes with the screen. */
export function HandoverSheets({ recipients }: { readonly recipients: readonly Recipient[] }) {
  const words = useWording(accountsWording);
  const { sheet } = words;
  return (
    <section className="handover" aria-label={words.sheetsTitle}>
      <div className="screen-only">
        <Notice tone="warn" title={words.sheetsOnce}>
          <p>{words.sheetsHow}</p>
        </Notice>
        <Button onPress={() => window.print()}>{words.print}</Button>
      </div>
      {recipients.map(({ username, name, temporaryPassword }) => (
        <article key={username} className="handover-sheet">
          <h2>{sheet.system}</h2>
          <p>
            {sheet.for} <strong>{name}</strong>
          </p>
          <dl>
            <div>
              <dt>{sheet.site}</dt>
              <dd>{`${location.origin}/officer/`}</dd>
            </div>
            <div>
              <dt>{words.username}</dt>
              <dd className="handover-typed">{username}</dd>
            </div>
            <div>
              <dt>{sheet.password}</dt>
              <dd className="handover-typed">{temporaryPassword}</dd>
            </div>
          </dl>
          <div className="handover-steps">
            <h3>{sheet.first}</h3>
            <ol>
              {sheet.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <p>{sheet.personal}</p>
          </div>
        </article>
      ))}
    </section>
  );
}
