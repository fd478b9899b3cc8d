import { button, type Child, element, icon } from './elements.ts';
import { withHotline } from './place-list.ts';
import type { Failure } from './request.ts';
import { failureInWords, words } from './wording.ts';

const WARNING = 'M12 4 2.500 20h19zM12 10v5M12 17.700v.1';

interface WaysOn {
  retry(): void;
  /** What helps when the site does not. */
  readonly instead?: string;
  readonly other?: HTMLButtonElement;
}

/** Says why there is no answer, what to do, and lets the reader try again once the wait is over. */
export function failureNotice(failure: Failure, { retry, instead, other }: WaysOn): Child[] {
  const { heading, toDo } = failureInWords(failure);
  return [
    element(
      'section',
      { class: 'slip slip-bad', 'aria-labelledby': 'answer-heading' },
      element(
        'div',
        { class: 'slip-head' },
        element('span', { class: 'slip-sign' }, icon(WARNING)),
        element('h2', { id: 'answer-heading', tabindex: '-1' }, heading),
        element('p', {}, toDo),
      ),
      instead === undefined ? undefined : element('p', { class: 'slip-part' }, ...withHotline(instead)),
    ),
    element(
      'div',
      { class: 'ways-on screen-only' },
      failure.status === 'too-many-today' ? undefined : retryButton(failure, retry),
      other,
    ),
  ];
}

/** Counts down in the button, so that nobody waits in vain; it stops with the button. */
function retryButton({ waitSeconds }: Failure, retry: () => void): HTMLButtonElement {
  const made = button('', 'main', retry);
  const readyAt = Date.now() + waitSeconds * 1_000;
  const tick = (): void => {
    const left = Math.ceil((readyAt - Date.now()) / 1_000);
    made.disabled = left > 0;
    made.textContent = left > 0 ? words().retryIn(left) : words().retry;
    if (left > 0)
      window.setTimeout(() => {
        if (made.isConnected) tick();
      }, 500);
  };
  tick();
  return made;
}
