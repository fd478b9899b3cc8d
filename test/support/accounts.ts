import type { OfficerAccount, OfficerAccounts, PoolUser, UserPool } from '../../functions/domain/account.ts';
import type { AuditLine } from '../../functions/domain/audit.ts';
import type { Written } from '../../functions/domain/ports.ts';
import { knownGeography, programmeOf } from './fakes.ts';

type User = PoolUser & { password: string; email?: string | undefined; enabled: boolean; sessions: number };

/** A user pool and the accounts beside it; the step of the number `failAt` fails, once, before or after it is done. */
export class AccountWorld implements UserPool, OfficerAccounts {
  readonly users = new Map<string, User>();
  readonly rows = new Map<string, OfficerAccount>();
  readonly trail: AuditLine[] = [];
  /** Number of the step that fails, and whether what it does is done all the same. */
  fault: { step: number; done: boolean } | undefined;
  steps = 0;
  #passwords = 0;

  constructor(...accounts: OfficerAccount[]) {
    for (const account of accounts) {
      this.rows.set(account.subject, account);
      this.users.set(account.username, {
        subject: account.subject,
        hasSignedIn: true,
        password: 'own',
        email: account.email,
        enabled: !account.disabled,
        sessions: 1,
      });
    }
  }

  desk() {
    return {
      accounts: this as OfficerAccounts,
      pool: this as UserPool,
      geography: knownGeography(),
      programme: programmeOf(),
      newPassword: () => `password-${++this.#passwords}`,
    };
  }

  #step<Done>(work: () => Done): Done {
    this.steps += 1;
    if (this.fault?.step !== this.steps) return work();
    if (this.fault.done) work();
    throw new Error('the network is down');
  }

  #user(username: string): User {
    const user = this.users.get(username);
    if (user === undefined) throw new Error(`the pool has no ${username}`);
    return user;
  }

  async find(username: string) {
    const user = this.users.get(username);
    return user && { subject: user.subject, hasSignedIn: user.hasSignedIn };
  }

  async add(username: string, email: string | undefined, password: string) {
    return this.#step(() => {
      if (this.users.has(username)) return undefined;
      const user = {
        subject: `sub-${username}`,
        hasSignedIn: false,
        password,
        email,
        enabled: true,
        sessions: 0,
      };
      this.users.set(username, user);
      return user;
    });
  }

  async setTemporaryPassword(username: string, password: string) {
    this.#step(() => Object.assign(this.#user(username), { password, hasSignedIn: false }));
  }

  async setEmail(username: string, email: string | undefined) {
    this.#step(() => Object.assign(this.#user(username), { email }));
  }

  async setEnabled(username: string, enabled: boolean) {
    this.#step(() => Object.assign(this.#user(username), { enabled }));
  }

  async signOut(username: string) {
    this.#step(() => Object.assign(this.#user(username), { sessions: 0 }));
  }

  async forgetSecondFactor(username: string) {
    this.#step(() => this.#user(username));
  }

  async bySubject(subject: string) {
    return this.rows.get(subject);
  }

  async list() {
    return { rows: [...this.rows.values()] };
  }

  async save(
    account: OfficerAccount,
    replaces: OfficerAccount | undefined,
    audit: AuditLine,
  ): Promise<Written> {
    return this.#step(() => {
      if (this.rows.get(account.subject)?.version !== replaces?.version) return { outcome: 'overtaken' };
      this.rows.set(account.subject, account);
      this.trail.push(audit);
      return { outcome: 'written' };
    });
  }
}
