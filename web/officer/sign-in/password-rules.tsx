import { Check, Circle } from 'lucide-react';
import { useWording } from '../shell/wording.ts';
import { signInWording } from './wording.ts';

/** What the user pool asks of a password. */
const RULES = {
  length: (password: string) => password.length >= 12,
  lower: (password: string) => /[a-z]/.test(password),
  upper: (password: string) => /[A-Z]/.test(password),
  digit: (password: string) => /\d/.test(password),
  symbol: (password: string) => /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/.test(password),
} as const;

const NAMES = Object.keys(RULES) as (keyof typeof RULES)[];

export const meetsAllRules = (password: string): boolean => NAMES.every((name) => RULES[name](password));

/** Each rule, and whether what is typed meets it already. */
export function PasswordRules({ password }: { password: string }) {
  const words = useWording(signInWording);
  return (
    <ul className="sign-in-rules">
      {NAMES.map((name) => {
        const met = RULES[name](password);
        return (
          <li key={name} data-met={met}>
            {met ? <Check aria-hidden /> : <Circle aria-hidden />}
            {words.rules[name]}
            <span className="visually-hidden"> ({met ? words.met : words.missing})</span>
          </li>
        );
      })}
    </ul>
  );
}
