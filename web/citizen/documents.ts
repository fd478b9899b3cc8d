import './citizen.css';
import type { components } from '../api/schema.d.ts';
import { dayInWords } from './day.ts';
import { byId, type Child, element, replaceContent } from './elements.ts';
import { failureNotice } from './failure-notice.ts';
import { drawInLanguage, inLanguage, language, startLanguage } from './language.ts';
import { type Failure, request } from './request.ts';
import { words } from './wording.ts';

type PublishedDocumentList = components['schemas']['PublishedDocumentList'];
type PublishedDocument = PublishedDocumentList['documents'][number];

/** A link that is about to expire is not offered. */
const RENEW_EARLY_MS = 60_000;
const RENEW_AT_LEAST_MS = 30_000;

const answer = byId('answer');
const progress = byId('progress');

let shown: readonly PublishedDocument[] | Failure | undefined;
let isLoading = false;

async function load(): Promise<void> {
  isLoading = true;
  draw();
  const result = await request('/published-documents');
  isLoading = false;
  if (result.status !== 'answered') shown = result;
  else if (result.httpStatus === 200) shown = (result.body as PublishedDocumentList).documents;
  else shown = { status: 'trouble', waitSeconds: 0 };
  draw();
  if ('status' in shown) byId('answer-heading').focus();
  else renewBefore(shown);
}

/** The links work for a while only; a page that is left open gets new ones. */
function renewBefore(documents: readonly PublishedDocument[]): void {
  const first = Math.min(...documents.map(({ expiresAt }) => Date.parse(expiresAt)));
  if (!Number.isFinite(first)) return;
  const left = first - Date.now() - RENEW_EARLY_MS;
  window.setTimeout(() => void load(), Math.max(left, RENEW_AT_LEAST_MS));
}

function draw(): void {
  progress.textContent = isLoading && shown === undefined ? words().loading : '';
  replaceContent(answer, ...view());
}

function view(): Child[] {
  if (shown === undefined) return [];
  if ('status' in shown) return failureNotice(shown, { retry: () => void load() });
  if (shown.length === 0) return [element('p', { class: 'notice' }, words().noDocuments)];
  return [element('ol', { class: 'slip documents' }, ...shown.map(item))];
}

function item({
  number,
  name,
  title,
  sizeBytes,
  fileName,
  publishedAt,
  url,
}: PublishedDocument): HTMLElement {
  const { updated } = words();
  const titleText = inLanguage(title);
  const nameText = inLanguage(name);
  const kind = fileName.slice(fileName.lastIndexOf('.') + 1).toUpperCase();
  return element(
    'li',
    { class: 'document' },
    element('span', { class: 'document-number numbers' }, String(number)),
    element(
      'div',
      { class: 'document-text' },
      element('a', { href: url }, titleText),
      nameText === titleText ? undefined : element('p', {}, nameText),
      element(
        'p',
        { class: 'soft small' },
        `${kind} · ${sizeInWords(sizeBytes)} · ${updated} ${dayInWords(bangkokDay(publishedAt))}`,
      ),
    ),
  );
}

const bangkokDay = (instant: string): string =>
  new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);

function sizeInWords(bytes: number): string {
  const [kilobytes, megabytes] = language() === 'th' ? ['กิโลไบต์', 'เมกะไบต์'] : ['KB', 'MB'];
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000))} ${kilobytes}`
    : `${(bytes / 1_000_000).toFixed(1)} ${megabytes}`;
}

startLanguage();
drawInLanguage(draw);
void load();
