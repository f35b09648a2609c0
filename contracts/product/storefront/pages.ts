import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { upTo } from '../admin-shapes.ts';
import { pageHandle } from './links.ts';
import { channelNotFound } from '../store.ts';
import { id, locale, pageFailures, pageOf, text, timestamp } from '../../shapes.ts';
import { ofKind } from '../../text-kinds.ts';

/** Pages of a channel in words of its own, and the versions of them that were published. Schemas only. */

export const pageKinds = [
  'content',
  'imprint',
  'terms',
  'privacy',
  'withdrawal',
  'accessibility',
  'delivery',
] as const;
const givenKind = z.enum(pageKinds);
export const pageKind = open(givenKind, { unknownAs: 'content' });
const places = z.enum(['header', 'footer']);

const markdownMost = 100_000;
const words = z.strictObject({
  title: text(200),
  markdown: upTo(markdownMost, 'markup').meta({
    description: 'CommonMark with tables; markup that is not safe is taken out when it is shown',
    examples: ['## Delivery\n\nWe send **within two days**.'],
  }),
  seoTitle: ofKind('goods', z.string().max(255)).default(''),
  seoDescription: ofKind('goods', z.string().max(1_000)).default(''),
});
const keptWords = z.strictObject({
  title: z.string(),
  markdown: z.string(),
  seoTitle: z.string(),
  seoDescription: z.string(),
});

const publishedText = z.strictObject({
  textId: id.meta({ description: 'Of this text in this version' }),
  locale: z.string(),
  number: z.int(),
  publishedAt: timestamp,
});

export const adminPage = z
  .strictObject({
    pageId: id,
    handle: z.string(),
    kind: pageKind,
    menu: open(places, { unknownAs: 'footer' }).nullable(),
    position: z.int(),
    published: z.boolean(),
    changed: z.boolean().meta({ description: 'Since it was published last, or it never was' }),
    texts: z.record(z.string(), keptWords).meta({ description: 'As they are edited, by language' }),
    shown: z
      .array(
        publishedText.extend({
          sample: z
            .boolean()
            .default(false)
            .meta({ description: 'It still says that it is a sample of the demo store' }),
        }),
      )
      .meta({ description: 'What shoppers read, by language' }),
    version: z.int(),
    updatedAt: timestamp,
  })
  .meta({ id: 'AdminPage' });

const expectedVersion = z.int().min(1).optional();
const pageNotFound = { page_not_found: failure('not_found') };
const versionConflict = {
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};
const changed = { ...versionConflict, ...pageNotFound };
const ofPage = z.strictObject({ handle: pageHandle });

export const textVersion = z
  .strictObject({
    ...publishedText.shape,
    handle: z.string().meta({ description: 'Of the page now' }),
    kind: pageKind,
    title: z.string(),
    markdown: z.string(),
    bodyHtml: z.string().meta({ description: 'Safe to show' }),
    sha256: z.string().meta({ description: 'Of title and Markdown, in hexadecimal' }),
  })
  .meta({ id: 'PublishedText' });

export const shownPage = z
  .strictObject({
    handle: z
      .string()
      .meta({ description: 'The page’s own now: where it differs from what was asked, redirect' }),
    kind: pageKind,
    locale: z.string().meta({ description: 'Of its words' }),
    locales: z.array(z.string()).meta({ description: 'In which it can be read' }),
    title: z.string(),
    bodyHtml: z.string().meta({ description: 'Safe to show: reduced to harmless markup' }),
    seo: z.strictObject({ title: z.string(), description: z.string() }),
    textId: id,
    publishedAt: timestamp,
  })
  .meta({ id: 'Page' });

/** Input, output and failures of what is done with pages. */
export const pageOperations = {
  /** By its handle, or one that it had before. */
  getPage: { input: ofPage, output: shownPage, failures: { ...channelNotFound, ...pageNotFound } },
  /** A text as it was published, whatever the page says by now. */
  getPublishedText: {
    input: z.strictObject({ textId: id }),
    output: textVersion,
    failures: { text_not_found: failure('not_found') },
  },
  /** What shoppers would read of words as they are typed. Nothing is kept. */
  previewPage: {
    input: z.strictObject({ markdown: words.shape.markdown }),
    output: z
      .strictObject({
        bodyHtml: z.string().meta({ description: 'Safe to show: reduced to harmless markup' }),
      })
      .meta({ id: 'PagePreview' }),
  },
  listAdminPages: { input: z.strictObject({}), output: pageOf(adminPage) },
  getAdminPage: { input: ofPage, output: adminPage, failures: pageNotFound },
  /** Adds a page or sets its words anew; what shoppers see of it stays until it is published. */
  putPage: {
    input: z.strictObject({
      handle: pageHandle,
      kind: givenKind.default('content'),
      menu: places
        .nullable()
        .default(null)
        .meta({ description: 'To which it is added behind what stands in it' }),
      position: z.int().min(0).max(1_000_000).default(0),
      texts: z.record(locale, words).meta({ description: 'By language' }),
      expectedVersion,
    }),
    output: adminPage,
    failures: {
      ...channelNotFound,
      ...versionConflict,
      /** A channel has one imprint, one text of terms, and so on. */
      kind_taken: failure('conflict', z.strictObject({ handle: z.string() })),
      too_many_pages: failure('conflict', z.strictObject({ most: z.int() })),
      language_not_offered: failure('invalid', z.strictObject({ locale: z.string() })),
    },
  },
  /**
   * Shows a page as it is: words, kind, menu and position. Words that differ from what is shown are a new
   * version, and all words of a page that became another kind.
   */
  publishPage: {
    input: ofPage.extend({ expectedVersion }),
    output: adminPage,
    failures: {
      ...changed,
      page_without_texts: failure('conflict'),
      /** Shoppers are still shown another page as this kind. */
      kind_taken: failure('conflict', z.strictObject({ handle: z.string() })),
    },
  },
  /** Takes a page from shoppers; its versions stay. */
  unpublishPage: {
    input: ofPage.extend({ expectedVersion }),
    output: adminPage,
    failures: changed,
  },
  /** The handle it had leads to it from now on. */
  renamePage: {
    input: ofPage.extend({ newHandle: pageHandle, expectedVersion }),
    output: adminPage,
    failures: { ...changed, handle_taken: failure('conflict') },
  },
  /** Only what was never published: people were shown the rest. */
  deletePage: {
    input: ofPage.extend({ expectedVersion }),
    output: z.strictObject({}),
    failures: { ...changed, page_was_published: failure('conflict') },
  },
  /** The newest first. */
  listPublishedTexts: {
    input: ofPage.extend({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.string().max(2_000).optional(),
    }),
    output: pageOf(textVersion),
    failures: { ...pageNotFound, ...pageFailures },
  },
};
