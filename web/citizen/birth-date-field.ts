import { type BirthDateFault, birthDateOf, PARTS, type Parts } from './birth-date.ts';
import { byId } from './elements.ts';
import { birthDateFaultInWords } from './wording.ts';

const group = byId('birth-date-group');
const faultText = byId('birth-date-fault');
const inputs = {
  day: byId<HTMLInputElement>('birth-day'),
  month: byId<HTMLInputElement>('birth-month'),
  year: byId<HTMLInputElement>('birth-year'),
};

let fault: BirthDateFault | undefined;
let today: string | undefined;

const written = (): Parts => ({
  day: inputs.day.value,
  month: inputs.month.value,
  year: inputs.year.value,
});

/** The second question of the page, which stands there while the measure asks for it. */
export const birthDate = {
  get isAsked(): boolean {
    return !group.hidden;
  },

  /** From now on, until the page is loaded anew. */
  ask(serverToday?: string): void {
    today = serverToday ?? today;
    group.hidden = false;
  },

  /** What is wrong, which then stands at the field; nothing where the question is not asked. */
  check(): BirthDateFault | undefined {
    const read = birthDateOf(written(), today);
    fault = group.hidden || typeof read === 'string' ? undefined : read;
    birthDate.draw();
    return fault;
  },

  /** For the body of a question; nothing where the question is not asked. */
  answer(): { birthDate?: string } {
    const read = birthDateOf(written(), today);
    return group.hidden || typeof read !== 'string' ? {} : { birthDate: read };
  },

  /** What the system says of it; the reader goes on there. */
  refuse(kind: 'asked' | 'refused'): void {
    fault = { kind, part: 'day' };
    birthDate.draw();
    birthDate.focus();
  },

  focus(): void {
    inputs[fault?.part ?? 'day'].focus();
  },

  forgive(): void {
    fault = undefined;
    birthDate.draw();
  },

  empty(): void {
    for (const part of PARTS) inputs[part].value = '';
    birthDate.forgive();
  },

  /** The answer is about what can be seen. */
  hold(isHeld: boolean): void {
    for (const part of PARTS) inputs[part].readOnly = isHeld;
  },

  draw(): void {
    group.classList.toggle('field-at-fault', fault !== undefined);
    faultText.textContent = fault === undefined ? '' : birthDateFaultInWords(fault);
    for (const part of PARTS)
      if (fault !== undefined && (fault.part === part || isOfAll(fault)))
        inputs[part].setAttribute('aria-invalid', 'true');
      else inputs[part].removeAttribute('aria-invalid');
  },
};

const isOfAll = ({ kind }: BirthDateFault): boolean =>
  kind !== 'missing' && kind !== 'not-digits' && kind !== 'wrong';

group.addEventListener('input', birthDate.forgive);
