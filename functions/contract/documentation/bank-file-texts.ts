import type { announceBankFile, listBankFiles, readBankFile, startBankFile } from '../bank-files.ts';
import type { OperationText } from './operation-text.ts';
import { sample } from './schema-text.ts';

type OfBankFiles =
  | typeof announceBankFile
  | typeof startBankFile
  | typeof readBankFile
  | typeof listBankFiles;

const FILE_ID = '2018-02-14T120500-k7x2-BAAC';
const FILE = sample('Identifier of the file, of the answer that announced it.', FILE_ID);
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const WAITING = {
  fileId: FILE_ID,
  createdAt: '2018-02-14T12:05:00.417Z',
  bytes: 21_400_000,
  sha256: SHA256,
  phase: 'waiting' as const,
  runs: [],
};
const RUN = { runId: `${FILE_ID}.1`, startedAt: '2018-02-14T12:06:12.902Z', dryRun: false };
const RUNNING = { ...WAITING, phase: 'running' as const, runs: [RUN] };
const DONE = {
  ...WAITING,
  phase: 'done' as const,
  runs: [
    {
      ...RUN,
      finishedAt: '2018-02-14T12:12:41.113Z',
      counts: { rows: 190_211, accepted: 189_940, registered: 189_940, rejected: 271 },
      rejectsByCode: { 'registration.already-registered': 230, 'row.duplicate-person': 41 },
      setAside: [],
      nothingChanged: false,
    },
  ],
};

/** What the description says of the banks' files. */
export const bankFileTexts: { [Op in OfBankFiles as Op['id']]: OperationText<Op> } = {
  'announce-bank-file': {
    tag: 'Banks',
    summary: 'Makes room for a file of intents',
    description:
      'For banks. Announce the size and the SHA-256 of a CSV file; the answer has the address to which exactly this file is sent by PUT, with the headers given. UTF-8 or TIS-620/Windows-874, one row a line. A header names the columns in any order: `reference`, `citizen_id`, `intent_on` (`2018-02-14`, or `14/02/2561` in the Buddhist era) and `consent` (`true` or `false`); `agency`, `development_district`, `projects` (codes with blanks between them), `phone`, `remark` and `branch` may be left out, and so may their cells. A row has the rules of a batch’s, and is the same row under the same reference. Nothing is read before the start.',
    requests: { day: { summary: 'The intents of a day', value: { bytes: WAITING.bytes, sha256: SHA256 } } },
    answers: {
      made: {
        summary: 'Room was made',
        value: {
          ...WAITING,
          upload: {
            url: `https://imports.example/files/${FILE_ID}?X-Amz-Signature=0f1e2d`,
            headers: {
              'content-length': '21400000',
              'x-amz-checksum-sha256': '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
            },
            expiresInSeconds: 3_600,
          },
        },
      },
    },
    problems: [],
  },

  'start-bank-file': {
    tag: 'Banks',
    summary: 'Starts a dry run, or registers the people of a file',
    description:
      'For banks. A dry run decides every line and writes nothing. The same file may be started again after one. One file of a bank runs at a time. Sent again while the same run goes on, it is answered with the same run, which goes on if it stood still. Of several lines for one person or under one reference the lowest that can be read counts; later ones name it. A file that is sent twice registers nobody twice and says that nothing has changed.',
    path: { fileId: FILE },
    requests: { real: { summary: 'Register them', value: { sha256: SHA256, dryRun: false } } },
    answers: { running: { summary: 'It runs', value: RUNNING } },
    problems: ['import.not-found', 'import.other-file', 'import.finished', 'import.another-running'],
  },

  'read-bank-file': {
    tag: 'Banks',
    summary: 'How far a file is, and what became of its lines',
    description:
      'For banks. While it runs, how far it has come; at its end the counts and an address for the file of answers, which has one line for each line of the file, in its order: the line’s number and reference, the outcome with receipt or code and a sentence in Thai and English. A file of another bank does not exist for the caller.',
    path: { fileId: FILE },
    answers: {
      running: {
        summary: 'It runs',
        value: {
          ...RUNNING,
          progress: {
            unitsDone: 140,
            units: 194,
            counts: { rows: 190_211, accepted: 60_112, registered: 60_112, rejected: 80 },
            rowsPerSecond: 1_204,
            secondsLeft: 130,
          },
        },
      },
      done: {
        summary: 'It is done',
        value: {
          ...DONE,
          answers: {
            url: `https://imports.example/answers/${FILE_ID}.1.csv?X-Amz-Signature=0f1e2d`,
            expiresInSeconds: 300,
          },
        },
      },
    },
    problems: ['import.not-found'],
  },

  'list-bank-files': {
    tag: 'Banks',
    summary: 'The files of the bank',
    description: 'For banks. The newest first, at most 100, with what came of each.',
    answers: { one: { summary: 'One file', value: { files: [DONE] } } },
    problems: [],
  },
};
