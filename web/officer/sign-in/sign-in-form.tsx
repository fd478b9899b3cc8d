import { QRCodeSVG } from 'qrcode.react';
import { type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../controls/button.tsx';
import { CheckboxField } from '../controls/checkbox-field.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useWording } from '../shell/wording.ts';
import { meetsAllRules, PasswordRules } from './password-rules.tsx';
import {
  answerChallenge,
  askForResetCode,
  beginSignIn,
  nameOf,
  type SignInProgress,
  setPasswordByCode,
} from './session.ts';
import { signInWording } from './wording.ts';
import './sign-in.css';

type Stage = SignInProgress | { readonly step: 'password' | 'forgotten' | 'reset' };

type Words = (typeof signInWording)['th'];

/** Every account that cannot come in gets the same words, whatever the reason. */
function wordsFor(error: unknown, step: Stage['step'], words: Words): string {
  switch (nameOf(error)) {
    case 'NetworkError':
      return words.unreachable;
    case 'LimitExceededException':
    case 'TooManyRequestsException':
    case 'TooManyFailedAttemptsException':
      return words.tooOften;
    case 'InvalidPasswordException':
    case 'PasswordHistoryPolicyViolationException':
      return words.passwordTooWeak;
    case 'CodeMismatchException':
    case 'ExpiredCodeException':
    case 'EnableSoftwareTokenMFAException':
      return words.wrongCode;
    default:
      if (step === 'password') return words.wrong;
      return step === 'forgotten' || step === 'reset' ? words.notPossible : words.startAgain;
  }
}

export interface SignInFormProps {
  /** Of the officer whose session has ended: nobody else comes in here. */
  readonly onlyUsername?: string | undefined;
  readonly onSignedIn: () => Promise<void> | void;
}

/** From username and password over all that Cognito may ask in between. */
export function SignInForm({ onlyUsername, onSignedIn }: SignInFormProps) {
  const words = useWording(signInWording);
  const [stage, setStage] = useState<Stage>({ step: 'password' });
  const [username, setUsername] = useState(onlyUsername ?? '');
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [code, setCode] = useState('');
  const [isShown, show] = useState(false);
  const [isPending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const [good, setGood] = useState<string>();
  const [wasTried, setTried] = useState(false);

  const missing = (text: string): string | undefined =>
    wasTried && text.trim() === '' ? words.fill : undefined;
  const weak = (): string | undefined =>
    wasTried && !meetsAllRules(newPassword) ? words.passwordTooWeak : undefined;

  const goTo = (next: Stage) => {
    setStage(next);
    setCode('');
    setTried(false);
    setTrouble(undefined);
    setGood(undefined);
  };

  const go = async (step: () => Promise<SignInProgress>) => {
    const progress = await step();
    if (progress.step === 'done') return onSignedIn();
    if (progress.step === 'reset-password') {
      await askForResetCode(username.trim());
      return goTo({ step: 'reset' });
    }
    goTo(progress);
    if (progress.step === 'unknown') setTrouble(words.notPossible);
  };

  const steps: Record<Stage['step'], { readonly isReady: boolean; readonly go: () => Promise<void> | void }> =
    {
      password: {
        isReady: username.trim() !== '' && password !== '',
        go: () => go(() => beginSignIn(username.trim(), password)),
      },
      'new-password': {
        isReady: meetsAllRules(newPassword),
        go: () => go(() => answerChallenge(newPassword)),
      },
      code: { isReady: code.trim() !== '', go: () => go(() => answerChallenge(code.trim())) },
      'set-up-code': { isReady: code.trim() !== '', go: () => go(() => answerChallenge(code.trim())) },
      forgotten: {
        isReady: username.trim() !== '',
        go: async () => {
          await askForResetCode(username.trim());
          goTo({ step: 'reset' });
        },
      },
      reset: {
        isReady: code.trim() !== '' && meetsAllRules(newPassword),
        go: async () => {
          await setPasswordByCode(username.trim(), code.trim(), newPassword);
          setPassword('');
          goTo({ step: 'password' });
          setGood(words.resetDone);
        },
      },
      'reset-password': { isReady: false, go: () => {} },
      unknown: { isReady: false, go: () => {} },
      done: { isReady: false, go: () => {} },
    };

  const submit = async () => {
    setTried(true);
    setTrouble(undefined);
    if (isPending || !steps[stage.step].isReady) return;
    setPending(true);
    try {
      await steps[stage.step].go();
    } catch (error) {
      setTrouble(wordsFor(error, stage.step, words));
      if (nameOf(error) === 'NotAuthorizedException' && stage.step !== 'password')
        setStage({ step: 'password' });
    } finally {
      setPending(false);
    }
  };

  const nameField = (
    <TextField
      label={words.username}
      name="username"
      value={username}
      onChange={setUsername}
      autoComplete="username"
      errorMessage={missing(username)}
      isReadOnly={onlyUsername !== undefined}
      autoFocus={onlyUsername === undefined}
      isRequired
    />
  );
  const newPasswordField = (
    <>
      <TextField
        label={words.newPassword}
        name="new-password"
        type={isShown ? 'text' : 'password'}
        value={newPassword}
        onChange={setNewPassword}
        autoComplete="new-password"
        errorMessage={weak()}
        autoFocus={stage.step === 'new-password'}
        isRequired
      />
      <PasswordRules password={newPassword} />
      <CheckboxField label={words.showPassword} name="show" value={isShown} onChange={show} />
    </>
  );
  const codeField = (label: string) => (
    <TextField
      label={label}
      name="code"
      value={code}
      onChange={setCode}
      inputMode="numeric"
      autoComplete="one-time-code"
      inputClassName="sign-in-code"
      errorMessage={missing(code)}
      autoFocus
      isRequired
    />
  );
  const send = (label: string) => (
    <Button type="submit" isPending={isPending}>
      {label}
    </Button>
  );
  const back = (
    <Button variant="quiet" onPress={() => goTo({ step: 'password' })}>
      {words.back}
    </Button>
  );

  const screens: Record<Stage['step'], ReactNode> = {
    password: (
      <>
        {nameField}
        <TextField
          label={words.password}
          name="password"
          type={isShown ? 'text' : 'password'}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          errorMessage={missing(password)}
          autoFocus={onlyUsername !== undefined}
          isRequired
        />
        <CheckboxField label={words.showPassword} name="show" value={isShown} onChange={show} />
        <div className="sign-in-actions">
          {send(words.enter)}
          {onlyUsername === undefined ? (
            <Button variant="quiet" onPress={() => goTo({ step: 'forgotten' })}>
              {words.forgotten}
            </Button>
          ) : null}
        </div>
      </>
    ),
    'new-password': (
      <>
        <Step title={words.newPasswordTitle} lead={words.newPasswordLead} />
        {newPasswordField}
        <div className="sign-in-actions">{send(words.save)}</div>
      </>
    ),
    code: (
      <>
        <Step title={words.codeTitle} lead={words.codeLead} />
        {codeField(words.code)}
        <div className="sign-in-actions">
          {send(words.confirm)}
          {back}
        </div>
      </>
    ),
    'set-up-code': (
      <>
        <Step title={words.setUpTitle} lead={words.setUpLead} />
        {'secret' in stage && stage.secret !== undefined ? (
          <div className="sign-in-secret">
            <span className="sign-in-qr">
              <QRCodeSVG
                value={authenticatorUri(username.trim(), stage.secret)}
                size={176}
                marginSize={2}
                aria-hidden
              />
            </span>
            <p>
              {words.setUpBySecret}
              <code>{stage.secret.match(/.{1,4}/g)?.join(' ')}</code>
            </p>
          </div>
        ) : null}
        {codeField(words.code)}
        <div className="sign-in-actions">
          {send(words.confirm)}
          {back}
        </div>
      </>
    ),
    forgotten: (
      <>
        <Step title={words.forgottenTitle} lead={words.forgottenLead} />
        {nameField}
        <div className="sign-in-actions">
          {send(words.sendCode)}
          {back}
        </div>
      </>
    ),
    reset: (
      <>
        <Step title={words.resetTitle} lead={words.resetLead} />
        {codeField(words.resetCode)}
        {newPasswordField}
        <div className="sign-in-actions">
          {send(words.save)}
          {back}
        </div>
      </>
    ),
    'reset-password': null,
    unknown: back,
    done: null,
  };

  return (
    <Form
      className="sign-in-form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {trouble === undefined ? null : <Notice tone="bad">{trouble}</Notice>}
      {good === undefined ? null : <Notice tone="good">{good}</Notice>}
      {screens[stage.step]}
    </Form>
  );
}

function Step({ title, lead }: { title: string; lead: string }) {
  return (
    <div>
      <h2>{title}</h2>
      <p>{lead}</p>
    </div>
  );
}

const authenticatorUri = (username: string, secret: string): string =>
  `otpauth://totp/Sitthi:${encodeURIComponent(username)}?secret=${secret}&issuer=Sitthi`;
