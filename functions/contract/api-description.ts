import * as z from 'zod/mini';
import type { Operation } from './operation.ts';

export const readApiDescription = {
  id: 'read-api-description',
  caller: 'public',
  answer: z.looseObject({
    openapi: z.string(),
    info: z.looseObject({ title: z.string(), version: z.string() }),
  }),
  publicSeconds: 60,
  file: 'application/json',
} satisfies Operation;

export const readApiPage = {
  id: 'read-api-page',
  caller: 'public',
  answer: z.string(),
  publicSeconds: 600,
  file: 'text/html',
} satisfies Operation;
