import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import './button.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly variant?: 'primary' | 'quiet' | 'danger';
  readonly children: ReactNode;
}

/** While pending it keeps the focus and takes no second press. */
export function Button({ variant = 'primary', children, ...more }: ButtonProps) {
  return (
    <AriaButton {...more} className={`button button-${variant}`}>
      {more.isPending === true ? <span className="button-wait" aria-hidden /> : null}
      {children}
    </AriaButton>
  );
}
