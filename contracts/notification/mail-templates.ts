import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { expectedVersion, versionConflict } from '../overtaken.ts';
import { locale } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';
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

const purpose = open(z.enum(['transactional', 'notice', 'marketing']), { unknownAs: 'marketing' });
const templateVariable = z.strictObject({
  name: z.string().meta({
    description: 'As a template names it; `[]` is each of a list',
    examples: ['lines[].title'],
  }),
  example: z
    .string()
    .nullable()
    .meta({
      description: 'What it stands for here; null where this message has none',
      examples: ['Teapot'],
    }),
});

/**
 * Operations of their own: the last release knows the names of `templateName` alone, and reads no
 * others in what `getTemplate` and its like answer.
 */
export const mailTemplateOperations = {
  /** As it is used in this channel for people of this language. */
  getMailTemplate: { input: named, output: mailTemplate, failures: {} },
  /** Changes a template for this channel and language; the built-in one stays beneath. */
  putMailTemplate: {
    input: templateSource.extend({ ...named.shape, expectedVersion }),
    output: mailTemplate,
    failures: {
      ...templateInvalid,
      ...versionConflict,
    },
  },
  /** Goes back to the built-in template. */
  resetMailTemplate: {
    input: named.extend({ expectedVersion }),
    output: z.strictObject({}),
    failures: { ...versionConflict, template_not_customised: failure('not_found') },
  },
  /** Fills a template, or a draft of one, with sample data. Nothing is sent. */
  previewMailTemplate: {
    input: named.extend({ draft: templateSource.optional() }),
    output: templatePreview,
    failures: templateInvalid,
  },
  /** As `previewMailTemplate`, with what the shop told of an order, and what a template may name. */
  previewOrderMail: {
    input: named.extend({
      draft: templateSource.optional(),
      orderNumber: ofKind('code', z.string().trim().min(1).max(40))
        .optional()
        .meta({ description: 'Of which order; sample data unless told' }),
    }),
    output: templatePreview
      .extend({
        filledFrom: open(z.enum(['sample', 'this_mail', 'another_mail']), {
          unknownAs: 'sample',
        }).meta({
          description:
            '`this_mail`: what a mail of this kind told of the order; `another_mail`: what another one told of it, and of the rest samples',
        }),
        purpose,
        variables: z.array(templateVariable),
      })
      .meta({ id: 'OrderMailPreview' }),
    failures: { ...templateInvalid, order_not_told: failure('not_found') },
  },
} as const;
