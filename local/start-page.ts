import type { StackDescription } from './stack-file.ts';
import { stackFile } from './stack-file.ts';

/** What the owner needs to try the system out. */
export function describeForOwner(stack: StackDescription): string {
  const logIns = [...stack.officers, ...(stack.newOfficer === undefined ? [] : [stack.newOfficer])];
  const officers = logIns.map(({ username, password, role, province, district }) =>
    `  ${username.padEnd(28)}  ${password.padEnd(24)}  ${role} ${district || province}`.trimEnd(),
  );
  const banks = stack.bankClients.map(({ bank, clientId }) => `  ${bank.padEnd(5)} ${clientId}`);
  return [
    '',
    `For citizens    ${stack.siteUrl}/`,
    `For officers    ${stack.siteUrl}/officer/`,
    `The API         ${stack.apiUrl}/v1`,
    `The emulator    ${stack.endpointUrl}`,
    '',
    'Citizen IDs to look up',
    `  ${stack.citizens.mayRegister}  may register`,
    `  ${stack.citizens.registered}  has registered`,
    `  ${stack.citizens.notFound}  is not found`,
    '',
    'Officers; the last one has to choose another password first',
    ...officers,
    '',
    `Bank clients; their secrets are in ${stackFile}`,
    ...banks,
    '',
    'Ctrl-C stops it and keeps the data; npm run reset empties it.',
    '',
  ].join('\n');
}
