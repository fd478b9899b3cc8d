import type { createImport, listImports, readImport, revokeMissing, startImport } from '../imports.ts';
import type { OperationText } from './operation-text.ts';
import { sample } from './schema-text.ts';

type OfImports =
  | typeof createImport
  | typeof startImport
  | typeof revokeMissing
  | typeof listImports
  | typeof readImport;

const IMPORT = sample('Identifier of the import, of the list of imports.', '2018-01-15T021500-k7x2');
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const OFFICER = '5d1c6a0e-0f4b-4a7e-9d43-6f0b8f2f9a11';

const WAITING = {
  importId: '2018-01-15T021500-k7x2',
  createdAt: '2018-01-15T02:15:00.417Z',
  createdBy: OFFICER,
  bytes: 2_100_000_000,
  sha256: SHA256,
  phase: 'waiting' as const,
  runs: [],
};
const ORDER = { dryRun: false, match: 'overwrite' as const, scope: 'whole' as const };
const RUN = {
  runId: '2018-01-15T021500-k7x2.1',
  startedAt: '2018-01-15T02:31:12.902Z',
  startedBy: OFFICER,
  ...ORDER,
};
const RUNNING = { ...WAITING, phase: 'running' as const, runs: [RUN] };
const DONE = {
  ...RUNNING,
  phase: 'done' as const,
  runs: [
    {
      ...RUN,
      finishedAt: '2018-01-15T03:40:58.113Z',
      counts: { rows: 11_470_211, accepted: 11_469_185, rejected: 1_026, new: 11_469_185 },
      rejectsByCode: { 'citizen-id.checksum': 914, 'row.duplicate': 112 },
      setAside: [],
      nothingChanged: false,
    },
  ],
};

/** What the description says of imports. */
export const importTexts: { [Op in OfImports as Op['id']]: OperationText<Op> } = {
  'create-import': {
    tag: 'Imports',
    summary: 'Makes room for a file of the registry',
    description:
      'For central officers. Announce the size and the SHA-256 of a CSV file; the answer has the address to which exactly this file is sent by PUT, with the headers given. UTF-8 or TIS-620/Windows-874. A header names the columns `citizen_id`, `title` (may be left out), `first_name`, `last_name`, `birth_date` (`31/12/2500` in the Buddhist era or `1957-12-31`), `subdistrict` (6 digits), `income_band` (`30000` or `100000`) and `card_status` (`active`, `cancelled`, `deceased`, `not-passed`), in any order. One row is one line. Nothing is read before the start.',
    requests: { whole: { summary: 'The whole registry', value: { bytes: WAITING.bytes, sha256: SHA256 } } },
    answers: {
      made: {
        summary: 'Room was made',
        value: {
          ...WAITING,
          upload: {
            url: 'https://imports.example/files/2018-01-15T021500-k7x2?X-Amz-Signature=0f1e2d',
            headers: {
              'content-length': '2100000000',
              'x-amz-checksum-sha256': '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
            },
            expiresInSeconds: 3_600,
          },
        },
      },
    },
    problems: ['area.outside'],
  },

  'start-import': {
    tag: 'Imports',
    summary: 'Starts a dry run or an import',
    description:
      'For central officers. A dry run first: it says what the import would do. Then the same file again with `dryRun` false. One import runs at a time. Sent again while the same run goes on, it is answered with the same run, which goes on if it stood still. A person with a registration stays registered whatever a file says; whoever is missing from a `whole` file is marked and stays entitled until the marked set is revoked.',
    path: { importId: IMPORT },
    requests: { whole: { summary: 'Import it', value: { sha256: SHA256, ...ORDER } } },
    answers: { running: { summary: 'It runs', value: RUNNING } },
    problems: [
      'area.outside',
      'import.not-found',
      'import.other-file',
      'import.finished',
      'import.another-running',
    ],
  },

  'revoke-missing-cardholders': {
    tag: 'Imports',
    summary: 'Cancels the cards of those missing from a file',
    description:
      'For central officers. Cancels every card that this import marked as missing and no later file has brought back. Registrations stay as they are.',
    path: { importId: IMPORT },
    answers: {
      revoking: {
        summary: 'It has begun',
        value: { ...DONE, revocation: { startedAt: '2018-01-22T04:00:00.000Z', startedBy: OFFICER } },
      },
    },
    problems: ['area.outside', 'import.not-found', 'import.not-done'],
  },

  'list-imports': {
    tag: 'Imports',
    summary: 'The imports of the registry',
    description: 'For central officers. Who imported which file when, and what came of it.',
    answers: { one: { summary: 'One import', value: { imports: [DONE] } } },
    problems: ['area.outside'],
  },

  'read-import': {
    tag: 'Imports',
    summary: 'How far an import is, and what it did',
    description:
      'For central officers. While it runs, how far it has come; at its end the counts and, where rows were not taken, an address for the reject file, which has the original lines, each after its number, the column, a code and a sentence. Corrected, that file is imported like any other.',
    path: { importId: IMPORT },
    answers: {
      running: {
        summary: 'It runs',
        value: {
          ...RUNNING,
          progress: {
            unitsDone: 310,
            units: 770,
            counts: { rows: 11_470_211, rejected: 914 },
            rowsPerSecond: 9_120,
            secondsLeft: 1_840,
          },
        },
      },
      done: { summary: 'It is done', value: DONE },
    },
    problems: ['area.outside', 'import.not-found'],
  },
};
