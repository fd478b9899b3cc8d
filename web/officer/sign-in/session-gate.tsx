import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { bodyOf, connect, Refused, SignedOut } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { type Me, OfficerContext } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { endSession, idToken, prepareSession, signedInAs } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';
import { signInWording } from './wording.ts';
import '../controls/dialog.css';

const IDLE_MINUTES = 30;

type Phase = 'starting' | 'cannot-start' | 'signed-out' | 'no-account' | 'signed-in' | 'interrupted';

/** Shows its children to an officer only. When the session ends under them they stay as they are, behind a curtain. */
export function SessionGate({ children }: { children: ReactNode }) {
  const words = useWording(signInWording);
  const problems = useProblems();
  const queries = useQueryClient();
  const [phase, setPhase] = useState<Phase>('starting');
  const [me, setMe] = useState<Me>();
  const [trouble, setTrouble] = useState<unknown>();

  const { language } = useLanguage();
  const languageNow = useRef(language);
  languageNow.current = language;
  const refusedToken = useRef<string>(undefined);
  const waiting = useRef<{ goOn: () => void; giveUp: (error: Error) => void }[]>([]);

  const api = useMemo(() => {
    const usableToken = async () => {
      const token = await idToken();
      return token === refusedToken.current ? undefined : token;
    };
    return connect({
      language: () => languageNow.current,
      refused: (token) => {
        refusedToken.current = token;
      },
      token: async () => {
        const token = await usableToken();
        if (token !== undefined) return token;
        setPhase((now) => (now === 'signed-in' ? 'interrupted' : now));
        await new Promise<void>((goOn, giveUp) => waiting.current.push({ goOn, giveUp }));
        const fresh = await usableToken();
        if (fresh === undefined) throw new SignedOut();
        return fresh;
      },
    });
  }, []);

  const enter = useCallback(async () => {
    try {
      setMe(await bodyOf(api.GET('/v1/me')));
      setPhase('signed-in');
    } catch (error) {
      setTrouble(error);
      setPhase(error instanceof Refused ? 'no-account' : 'cannot-start');
    }
  }, [api]);

  const start = useCallback(async () => {
    try {
      await prepareSession();
    } catch {
      return setPhase('cannot-start');
    }
    if ((await signedInAs()) === undefined || (await idToken()) === undefined) return setPhase('signed-out');
    await enter();
  }, [enter]);

  useEffect(() => void start(), [start]);

  // A fresh page is the surest way to forget: queries, drafts and history of screens.
  const leave = useCallback(async () => {
    for (const { giveUp } of waiting.current.splice(0)) giveUp(new SignedOut());
    await endSession();
    queries.clear();
    location.replace('/officer/');
  }, [queries]);

  const interrupt = useCallback(async () => {
    await endSession();
    setPhase('interrupted');
  }, []);
  useIdleEnd(phase === 'signed-in', interrupt);

  const goOn = () => {
    setPhase('signed-in');
    for (const { goOn: next } of waiting.current.splice(0)) next();
  };

  const officer = useMemo(
    () => (me === undefined ? undefined : { me, api, leave: () => void leave() }),
    [me, api, leave],
  );

  if (phase === 'starting') return <Loading label={words.starting} />;
  if (phase === 'signed-out')
    return (
      <Doorway title={words.title} lead={words.lead}>
        <SignInForm onSignedIn={enter} />
      </Doorway>
    );
  if (phase === 'no-account')
    return (
      <Doorway title={words.noAccount}>
        <Notice tone="bad">{problems(trouble).summary}</Notice>
        <Button variant="quiet" onPress={() => void leave()}>
          {words.back}
        </Button>
      </Doorway>
    );
  if (phase === 'cannot-start' || officer === undefined)
    return (
      <Doorway title={words.title}>
        <Notice tone="bad">{words.cannotStart}</Notice>
        <Button onPress={() => location.reload()}>{words.next}</Button>
      </Doorway>
    );
  return (
    <OfficerContext.Provider value={officer}>
      {children}
      <ModalOverlay
        className="dialog-backdrop dialog-curtain"
        isOpen={phase === 'interrupted'}
        isKeyboardDismissDisabled
      >
        <Modal className="dialog">
          <Dialog className="dialog-body">
            <Heading slot="title" level={2}>
              {words.again}
            </Heading>
            <p>{words.againLead}</p>
            <SignInForm onlyUsername={officer.me.username} onSignedIn={goOn} />
            <Button variant="quiet" onPress={officer.leave}>
              {words.someoneElse}
            </Button>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </OfficerContext.Provider>
  );
}

function Doorway({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const words = useWording(signInWording);
  const shell = useWording(shellWording);
  useEffect(() => {
    document.title = `${title} · ${shell.system}`;
  }, [title, shell.system]);
  return (
    <div className="sign-in">
      <header className="sign-in-bar">
        <p>
          <strong>{shell.system}</strong>
          <span>{shell.systemLong}</span>
        </p>
        <LanguageSwitch />
      </header>
      <main className="sign-in-page">
        <h1>{title}</h1>
        {lead === undefined ? null : <p>{lead}</p>}
        {children}
      </main>
      <footer className="sign-in-help">{words.help}</footer>
    </div>
  );
}

/** Calls `end` once nobody has touched the keyboard or the screen for half an hour. */
function useIdleEnd(isOn: boolean, end: () => Promise<void>): void {
  useEffect(() => {
    if (!isOn) return;
    let touchedAt = Date.now();
    const touch = () => {
      touchedAt = Date.now();
    };
    const look = () => {
      if (Date.now() - touchedAt >= IDLE_MINUTES * 60_000) void end();
    };
    const touches = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const kind of touches) addEventListener(kind, touch, { passive: true });
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, 15_000);
    return () => {
      for (const kind of touches) removeEventListener(kind, touch);
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [isOn, end]);
}
