import './citizen.css';
import type { components } from '../api/schema.d.ts';
import { answerView, type Eligibility } from './answer.ts';
import { birthDate } from './birth-date-field.ts';
import { solve, type Work } from './challenge.ts';
import { faultOf, grouped, type IdFault, plainDigits } from './citizen-id.ts';
import { byId, replaceContent } from './elements.ts';
import { drawInLanguage, startLanguage } from './language.ts';
import { type Answer, type Challenge, type Failure, request } from './request.ts';
import { faultInWords, words } from './wording.ts';

type Measure = components['schemas']['Measure'];

const ID_LENGTH = 13;
const SLOW_AFTER_MS = 5_000;

const intro = byId('intro');
const form = byId<HTMLFormElement>('question');
const field = byId<HTMLInputElement>('citizen-id');
const fieldGroup = byId('citizen-id-group');
const faultText = byId('citizen-id-fault');
const submit = byId<HTMLButtonElement>('check');
const progress = byId('progress');
const solving = byId('solving');
const solved = byId<HTMLProgressElement>('solved');
const answer = byId('answer');

let fault: IdFault | undefined;
let outcome: Eligibility | Failure | undefined;
/** Rises with each question and whenever the page is emptied: what an older question brings is dropped. */
let asked = 0;
let waiting: 'no' | 'yes' | 'long' | 'solving' = 'no';
/** What this machine does to be answered, while it does. */
let work: Work | undefined;

function drawFault(): void {
  fieldGroup.classList.toggle('field-at-fault', fault !== undefined);
  faultText.textContent = fault === undefined ? '' : faultInWords(fault, plainDigits(field.value).length);
  if (fault === undefined) field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
}

function drawProgress(): void {
  const { checking, stillChecking, solving: working } = words();
  progress.textContent = { no: '', yes: checking, long: stillChecking, solving: working }[waiting];
  solving.hidden = waiting !== 'solving';
  submit.classList.toggle('button-busy', waiting !== 'no');
  submit.setAttribute('aria-disabled', String(waiting !== 'no'));
  // The answer is about the number that can be seen.
  field.readOnly = waiting !== 'no';
  birthDate.hold(waiting !== 'no');
}

function drawAnswer(): void {
  form.hidden = outcome !== undefined;
  intro.classList.toggle('visually-hidden', outcome !== undefined);
  if (outcome === undefined) replaceContent(answer);
  else
    replaceContent(
      answer,
      ...answerView(outcome, { retry: ask, correctNumber, another, withBirthDate: birthDate.isAsked }),
    );
}

function show(next: Eligibility | Failure): void {
  outcome = next;
  drawAnswer();
  byId('answer-heading').focus();
  window.scrollTo(0, Math.max(0, answer.getBoundingClientRect().top + window.pageYOffset - 16));
}

function showFault(next: IdFault): void {
  fault = next;
  drawFault();
  field.focus();
}

async function ask(): Promise<void> {
  if (waiting !== 'no') return;
  const wrong = faultOf(field.value);
  const wrongDate = birthDate.check();
  if (wrong !== undefined || wrongDate !== undefined) {
    backToQuestion();
    fault = wrong;
    drawFault();
    if (wrong !== undefined) field.focus();
    else birthDate.focus();
    return;
  }
  const question = ++asked;
  const isDropped = (): boolean => question !== asked;
  const asking = { citizenId: plainDigits(field.value), ...birthDate.answer() };
  let result = await lookUp(asking, isDropped);
  if (isDropped()) return;
  if (result.status === 'too-many' && result.challenge !== undefined) {
    const proof = await proofFor(result.challenge);
    if (isDropped()) return;
    if (proof !== undefined) result = await lookUp({ ...asking, proof }, isDropped);
    if (isDropped()) return;
  }
  setWaiting('no');
  if (result.status !== 'answered') show(result);
  else if (result.httpStatus === 400 || result.httpStatus === 422) refuse(result);
  else if (result.httpStatus === 200 && isEligibility(result.body)) show(result.body);
  else show({ status: 'trouble', waitSeconds: 0 });
}

async function lookUp(question: object, isDropped: () => boolean): Promise<Answer | Failure> {
  setWaiting('yes');
  const slow = window.setTimeout(() => {
    if (!isDropped()) setWaiting('long');
  }, SLOW_AFTER_MS);
  const result = await request('/eligibility', question);
  window.clearTimeout(slow);
  return result;
}

function proofFor(challenge: Challenge): Promise<string | undefined> {
  solved.value = 0;
  setWaiting('solving');
  // On a small screen it would lie below the fold.
  solving.scrollIntoView({ block: 'nearest' });
  work = solve(challenge, (share) => {
    solved.value = share;
  });
  return work.proof;
}

/** What an older question still brings is dropped. */
function drop(): void {
  asked++;
  work?.stop();
  work = undefined;
  setWaiting('no');
}

/** The API's rule is the page's own; should they ever differ, the API's verdict is shown at the field. */
function refuse({ httpStatus, body }: Answer): void {
  correctNumber();
  if (!isOfBirthDate(body)) {
    showFault(httpStatus === 422 ? 'check-digit' : 'not-digits');
    return;
  }
  // Asked for since the page was loaded.
  birthDate.ask();
  birthDate.refuse(httpStatus === 422 ? 'asked' : 'refused');
}

function isOfBirthDate(body: unknown): boolean {
  const { errors = [] } = (body || {}) as { errors?: readonly { path?: string }[] };
  return errors.some(({ path }) => path === 'birthDate');
}

function isEligibility(body: unknown): body is Eligibility {
  const status = (body as { status?: unknown } | null)?.status;
  return status === 'may-register' || status === 'registered' || status === 'not-found';
}

function setWaiting(next: typeof waiting): void {
  waiting = next;
  drawProgress();
}

function backToQuestion(): void {
  outcome = undefined;
  drawAnswer();
}

function correctNumber(): void {
  backToQuestion();
  fault = undefined;
  drawFault();
  birthDate.forgive();
  field.focus();
}

/** Leaves nothing of the person on the page. */
function empty(): void {
  drop();
  field.value = '';
  birthDate.empty();
  outcome = undefined;
  fault = undefined;
  drawAnswer();
  drawFault();
}

function another(): void {
  empty();
  field.focus();
  window.scrollTo(0, 0);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void ask();
});

byId('stop-solving').addEventListener('click', () => {
  drop();
  correctNumber();
});

field.addEventListener('input', (event) => {
  if ((event as InputEvent).isComposing) return;
  const { text, caret } = grouped({ text: field.value, caret: field.selectionStart ?? field.value.length });
  if (text !== field.value) {
    field.value = text;
    field.setSelectionRange(caret, caret);
  }
  const isWhole = plainDigits(text).length >= ID_LENGTH;
  fault = isWhole ? faultOf(text) : undefined;
  drawFault();
});

// The browser keeps a page that was left, to show it again on the way back.
window.addEventListener('pagehide', empty);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) empty();
});

/** Where this cannot be learnt, the look-up itself says it. */
async function askWhatIsAsked(): Promise<void> {
  const result = await request('/measure');
  if (result.status !== 'answered' || result.httpStatus !== 200) return;
  const { requireBirthDate, today } = result.body as Measure;
  if (requireBirthDate) birthDate.ask(today);
}

startLanguage();
drawInLanguage(drawFault);
drawInLanguage(birthDate.draw);
drawInLanguage(drawProgress);
drawInLanguage(drawAnswer);
// What a browser fills back in after a reload.
field.value = '';
birthDate.empty();
void askWhatIsAsked();
