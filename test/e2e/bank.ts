import type { Bank } from '../../functions/domain/registration.ts';
import type { BankClientLogIn } from '../../local/stack-file.ts';
import { bankToken, bearer, Client, stack } from '../support/client.ts';

function logInOf(bank: Bank): BankClientLogIn {
  const found = stack.bankClients.find((client) => client.bank === bank);
  if (found === undefined) throw new Error(`the stage has no client of ${bank}`);
  return found;
}

/** A bank's system, with the access token that its client fetched. */
export const bank = Object.assign(
  async (code: Bank): Promise<Client> => new Client(bearer(await bankToken(logInOf(code)))),
  { logInOf },
);
