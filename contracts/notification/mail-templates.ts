import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { locale } from '../shapes.ts';
import {
  sentTemplate,
  templateInvalid,
  templatePreview,
  templateShape,
  templateSource,
} from './shapes.ts';

/** How staff read and change the words of every mail, those of withdrawals, reminders, watches and of what guards an account too. */

const named = z.strictObject({ name: sentTemplate, locale });
const mailTemplate = templateShape.extend({ name: sentTemplate }).meta({ id: 'MailTemplate' });

/**
 * Operations of their own: the last release knows the names of `templateName` alone, and reads no
 * others in what `getTemplate` and its like answer.
 */
export const mailTemplateOperations = {
  /** As it is used in this channel for people of this language. */
  getMailTemplate: { input: named, output: mailTemplate, failures: {} },
  /** Changes a template for this channel and language; the built-in one stays beneath. */
  putMailTemplate: {
    input: templateSource.extend({ ...named.shape, expectedVersion: z.int().optional() }),
    output: mailTemplate,
    failures: {
      ...templateInvalid,
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
    },
  },
  /** Goes back to the built-in template. */
  resetMailTemplate: {
    input: named,
    output: z.strictObject({}),
    failures: { template_not_customised: failure('not_found') },
  },
  /** Fills a template, or a draft of one, with sample data. Nothing is sent. */
  previewMailTemplate: {
    input: named.extend({ draft: templateSource.optional() }),
    output: templatePreview,
    failures: templateInvalid,
  },
} as const;
