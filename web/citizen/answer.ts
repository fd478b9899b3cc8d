import type { components } from '../api/schema.d.ts';
import { dayInWords, nowInWords, weekdayInWords } from './day.ts';
import { button, type Child, element, icon } from './elements.ts';
import { failureNotice } from './failure-notice.ts';
import { inLanguage } from './language.ts';
import { placeList, withHotline } from './place-list.ts';
import type { Failure } from './request.ts';
import { areaInWords, words } from './wording.ts';

type Schemas = components['schemas'];
export type Eligibility = Schemas['Eligibility'];
type MayRegister = Schemas['EligibilityMayRegister'];
type Registered = Schemas['EligibilityRegistered'];

export interface WaysOn {
  /** The question held a birth date, so that may be what is wrong. */
  readonly withBirthDate: boolean;
  /** Asks the same question again. */
  retry(): void;
  /** Back to the field with the number as it is. */
  correctNumber(): void;
  /** Back to an empty field. */
  another(): void;
}

const TICK = 'M4.500 12.500l5 5 10-11';
const CLOCK = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.500 2';
const QUESTION = 'M8.500 9a3.500 3.500 0 1 1 5 3.200c-1 .5-1.500 1.100-1.500 2.300M12 18.200v.1';
const CARD = 'M3 6.500h18v11H3zM6 10.500h4v3.500H6zM13 11h5M13 14h5';

/** What the page says to an answer or to the lack of one; the first heading takes the focus. */
export function answerView(outcome: Eligibility | Failure, waysOn: WaysOn): Child[] {
  switch (outcome.status) {
    case 'may-register':
      return mayRegister(outcome, waysOn);
    case 'registered':
      return registered(outcome, waysOn);
    case 'not-found':
      return notFound(outcome.message, waysOn);
    default:
      return failureNotice(outcome, {
        retry: waysOn.retry,
        instead: outcome.status === 'too-many-today' ? words().callToday : words().callInstead,
        other: button(words().correctNumber, 'second', waysOn.correctNumber),
      });
  }
}

function mayRegister(
  { message, measure, district, branches, places, bring }: MayRegister,
  waysOn: WaysOn,
): Child[] {
  const say = words();
  const { phase, windowFrom, windowTo } = measure;
  const toBring = part(
    say.bring,
    element(
      'ul',
      { class: 'bring' },
      ...bring.map((card) => element('li', {}, icon(CARD), inLanguage(card))),
    ),
  );
  const where = part(
    say.where,
    element('p', { class: 'slip-area' }, `${say.whereIn}${areaInWords(district)}`),
    placeList(district, branches, places),
    element(
      'p',
      { class: 'screen-only' },
      element('a', { href: `/places/#district=${district.code}` }, say.otherPlaces),
    ),
  );
  if (phase === 'after') {
    return slip(
      'wait',
      CLOCK,
      say.afterHeading,
      [
        element('p', {}, inLanguage(message)),
        fact(say.closed, weekdayInWords(windowTo)),
        part(undefined, element('p', {}, ...withHotline(say.afterToDo))),
      ],
      waysOn,
    );
  }
  if (phase === 'before') {
    const days = `${dayInWords(windowFrom)} ${say.to} ${dayInWords(windowTo)}`;
    return slip(
      'wait',
      CLOCK,
      say.beforeHeading,
      [
        element('p', {}, inLanguage(message)),
        fact(say.opens, days),
        part(undefined, element('p', {}, say.beforeToDo)),
        toBring,
        where,
      ],
      waysOn,
    );
  }
  return slip(
    'good',
    TICK,
    say.mayHeading,
    [
      element('p', {}, inLanguage(message)),
      fact(say.until, weekdayInWords(windowTo)),
      toBring,
      where,
      part(undefined, element('p', { class: 'strong' }, say.slip)),
    ],
    waysOn,
  );
}

function registered({ message, registeredOn, district }: Registered, waysOn: WaysOn): Child[] {
  const say = words();
  return slip(
    'good',
    TICK,
    say.registeredHeading,
    [
      element('p', {}, inLanguage(message)),
      fact(say.registeredOn, weekdayInWords(registeredOn)),
      fact(say.registeredIn, areaInWords(district)),
      part(
        undefined,
        element('p', { class: 'strong' }, say.registeredToDo),
        element('p', {}, ...withHotline(say.registeredNotMe)),
      ),
    ],
    waysOn,
  );
}

function notFound(message: Schemas['LocalText'], waysOn: WaysOn): Child[] {
  const say = words();
  return slip(
    'wait',
    QUESTION,
    waysOn.withBirthDate ? say.notFoundWithBirthDate : say.notFoundHeading,
    [
      element('p', {}, inLanguage(message)),
      part(
        undefined,
        element(
          'ol',
          { class: 'steps' },
          element('li', {}, say.notFoundToDo, element('p', { class: 'soft' }, say.notFoundTypo)),
          waysOn.withBirthDate ? element('li', {}, say.notFoundBirthDate) : undefined,
          element('li', {}, ...withHotline(say.notFoundCall)),
        ),
      ),
    ],
    waysOn,
    button(waysOn.withBirthDate ? say.correctBoth : say.correctNumber, 'main', waysOn.correctNumber),
  );
}

/** The answer looks like the slip that an officer tears off: a head and parts with a seam between them. */
function slip(
  tone: 'good' | 'wait',
  drawing: string,
  heading: string,
  [message, ...parts]: readonly Child[],
  { another }: WaysOn,
  first?: HTMLButtonElement,
): Child[] {
  const say = words();
  return [
    element(
      'section',
      { class: `slip slip-${tone}`, 'aria-labelledby': 'answer-heading' },
      element(
        'div',
        { class: 'slip-head' },
        element('span', { class: 'slip-sign' }, icon(drawing)),
        element('h2', { id: 'answer-heading', tabindex: '-1' }, heading),
        message,
      ),
      ...parts,
      element('p', { class: 'slip-part soft small' }, `${say.asOf} ${nowInWords()}`),
    ),
    element(
      'div',
      { class: 'ways-on screen-only' },
      first,
      button(say.another, first === undefined ? 'main' : 'second', another),
      button(say.print, 'second', () => window.print()),
    ),
  ];
}

const part = (heading: string | undefined, ...children: readonly Child[]): HTMLElement =>
  element(
    'div',
    { class: 'slip-part' },
    heading === undefined ? undefined : element('h3', {}, heading),
    ...children,
  );

const fact = (name: string, value: string): HTMLElement =>
  part(name, element('p', { class: 'slip-fact' }, value));
