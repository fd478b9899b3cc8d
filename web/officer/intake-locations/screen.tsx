import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Refused } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { placesKey, usePlaces } from '../shell/reference-data.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { AreaChoice } from './area-choice.tsx';
import type { Place, PlaceDraft } from './place-draft.ts';
import { PlaceEditor } from './place-editor.tsx';
import { PlaceList } from './place-list.tsx';
import { RetireDialog } from './retire-dialog.tsx';
import { wording } from './wording.ts';
import './places.css';

/** สถานที่รับแจ้งความประสงค์ ตามที่เขต/อำเภอกำหนด: menu 2.2. */
export function Component() {
  const { me } = useOfficer();
  const words = useWording(wording);
  const [params, setParams] = useSearchParams();
  const district = params.get('district') ?? me.district?.code;
  const province = me.province?.code ?? district?.slice(0, 2) ?? params.get('province') ?? undefined;
  return (
    <div className="places">
      <PageHead title={words.title} />
      <AreaChoice
        province={province}
        district={district}
        onProvince={(code) => setParams({ province: code })}
        onDistrict={(code) => setParams({ district: code })}
      />
      {district === undefined ? (
        <Notice tone="info">{words.chooseFirst}</Notice>
      ) : (
        <DistrictPlaces key={district} code={district} />
      )}
    </div>
  );
}

function DistrictPlaces({ code }: { code: string }) {
  const { me } = useOfficer();
  const words = useWording(wording);
  const local = useLocalText();
  const troubleOf = useProblems();
  const queries = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [said, say] = useState<{ text: string; at: 'form' | 'list' }>();
  const [retiring, setRetiring] = useState<Place>();
  const [startWith, setStartWith] = useState<PlaceDraft>();
  const list = useRef<HTMLHeadingElement>(null);
  const atWork = useRef<string>(undefined);
  const listTitle = useId();
  const key = placesKey(code);
  const register = usePlaces(code);
  const changing = params.get('place') ?? undefined;

  const go = (placeId?: string): void => {
    say(undefined);
    setStartWith(undefined);
    setParams(placeId === undefined ? { district: code } : { district: code, place: placeId });
  };

  if (register.isPending) return <Loading />;
  if (register.data === undefined) {
    const { error } = register;
    if (!(error instanceof Refused))
      return (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(error).summary}</p>
          <Button variant="quiet" onPress={() => void register.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      );
    return (
      <Notice tone="bad" title={words.outside}>
        <p>{troubleOf(error).summary}</p>
        <p>
          <Link to="/intake-locations">
            {me.district === undefined ? words.toOwnArea : words.toOwnDistrict(local(me.district.name))}
          </Link>
        </p>
      </Notice>
    );
  }

  const { district, places } = register.data;
  const named = places.find(({ placeId }) => placeId === changing);
  if (named?.status === 'open') atWork.current = named.placeId;
  // Retired by somebody else while it was being changed: the form stays, and saving will say so.
  const place = named?.placeId === atWork.current ? named : undefined;

  function put(saved: Place): void {
    queries.setQueryData(key, {
      district,
      places: [...places.filter(({ placeId }) => placeId !== saved.placeId), saved],
    });
    void queries.invalidateQueries({ queryKey: key });
  }

  return (
    <>
      {said?.at === 'form' ? <Notice tone="good">{said.text}</Notice> : null}
      {changing !== undefined && place === undefined ? <Notice tone="warn">{words.notHere}</Notice> : null}
      <PlaceEditor
        key={place?.placeId ?? (startWith === undefined ? 'new' : 'again')}
        district={district}
        places={places}
        place={place}
        startWith={startWith}
        onSaved={(saved) => {
          put(saved);
          if (place === undefined) {
            say({ text: words.added(saved.name), at: 'form' });
            return;
          }
          go();
          say({ text: words.changed(saved.name), at: 'list' });
          list.current?.focus();
        }}
        onLeave={() => {
          void queries.invalidateQueries({ queryKey: key });
          go();
          list.current?.focus();
        }}
        onAddAsNew={(draft) => {
          void queries.invalidateQueries({ queryKey: key });
          go();
          setStartWith(draft);
        }}
      />
      <section className="places-list" aria-labelledby={listTitle}>
        <h2 id={listTitle} ref={list} tabIndex={-1}>
          {words.list}
        </h2>
        {said?.at === 'list' ? <Notice tone="good">{said.text}</Notice> : null}
        <PlaceList
          districtName={local(district.name)}
          places={places}
          changing={place?.placeId}
          onAdd={() => go()}
          onChange={({ placeId }) => go(placeId)}
          onRetire={setRetiring}
        />
      </section>
      {retiring === undefined ? null : (
        <RetireDialog
          place={retiring}
          onKept={() => {
            setRetiring(undefined);
            void queries.invalidateQueries({ queryKey: key });
          }}
          onRetired={(gone) => {
            setRetiring(undefined);
            put(gone);
            if (gone.placeId === place?.placeId) go();
            say({ text: words.retired(gone.name), at: 'list' });
            list.current?.focus();
          }}
        />
      )}
    </>
  );
}
