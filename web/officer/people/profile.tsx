import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { keepAskedId } from './asked-id.ts';
import { ProfileSheet } from './profile-sheet.tsx';
import { peopleWording } from './wording.ts';
import './people.css';

type Named = Schemas['PersonNamed'];

/** ข้อมูล Profile ของผู้มีบัตรฯ รายบุคคล: menu 1.3. A typed ID stays in this screen and never gets into an address. */
export function Component() {
  const { api, me } = useOfficer();
  const words = useWording(peopleWording);
  const troubleOf = useProblems();
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState('');
  const [isMissing, setMissing] = useState(false);
  const listed = params.get('listed') ?? undefined;
  const read = (named: Named) => bodyOf(api.POST('/v1/people/profile', { body: named }));
  // Every view is a line of the trail: what is on the screen is not fetched again by itself.
  const ofList = useQuery({
    queryKey: ['profile', listed],
    enabled: listed !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: () => read({ listed: listed as string }),
  });
  const ofCard = useMutation({ mutationFn: (citizenId: string) => read({ citizenId }) });
  const shown = listed === undefined ? ofCard : ofList;
  const trouble = shown.isError ? troubleOf(shown.error) : undefined;
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(typed.trim() === '');
    if (typed.trim() === '') return;
    setParams({}, { replace: true });
    ofCard.mutate(typed);
  };
  const named: Named = listed === undefined ? { citizenId: ofCard.variables ?? '' } : { listed };
  const fault = isMissing ? words.citizenIdMissing : trouble?.fields.citizenId;
  return (
    <div className="people">
      <PageHead title={words.profileTitle} lead={words.profileLead} />
      <form className="people-question screen-only" onSubmit={ask} noValidate>
        <TextField
          label={words.citizenId}
          name="citizenId"
          description={words.citizenIdHint}
          errorMessage={fault}
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
          autoComplete="off"
          isRequired
        />
        <Button type="submit" isPending={ofCard.isPending}>
          {words.show}
        </Button>
      </form>
      {trouble !== undefined && fault === undefined ? (
        <Notice tone="bad">
          <p>{trouble.summary}</p>
          {trouble.code === 'person.not-found' && listed === undefined && me.role !== 'central' ? (
            <p>
              <Link to="/people/overrides" onClick={() => keepAskedId(typed)}>
                {words.otherArea}
              </Link>
            </p>
          ) : null}
        </Notice>
      ) : null}
      {listed !== undefined && ofList.isPending ? <Loading /> : null}
      {shown.data === undefined ? null : (
        <ProfileSheet key={shown.data.asOf} profile={shown.data} named={named} />
      )}
    </div>
  );
}
