import { readFileSync } from 'node:fs';
import type { BuiltInLocale, TemplateName } from './template-definitions.ts';

/** The Liquid sources of one message in one language. */
export interface TemplateSource {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Null where nothing is sent by SMS. */
  readonly sms: string | null;
}

export interface TemplateOverride extends TemplateSource {
  readonly locale: string;
  readonly version: number;
}

export const templateFolder = new URL('./', import.meta.url);

/** What `templates/<locale>/<name>.template` holds: a head of fields, the text, and MJML. */
export interface TemplateFile {
  readonly subject: string;
  readonly preview: string;
  /** Above the words of the page; the subject unless it is said. */
  readonly heading: string;
  readonly sms: string | null;
  readonly text: string;
  readonly mjml: string;
}

/** @throws when the file lacks one of its parts */
export function readTemplateFile(source: string, name: string): TemplateFile {
  const [head = '', text, mjml] = source.split(/^--- (?:text|html)\n/m);
  const field = (key: string): string | null =>
    new RegExp(`^${key}: (.+)$`, 'm').exec(head)?.[1]?.trim() ?? null;
  const subject = field('Subject');
  const preview = field('Preview');
  if (subject === null || preview === null || text === undefined || mjml === undefined) {
    throw new Error(`template ${name} needs Subject, Preview, "--- text" and "--- html"`);
  }
  const heading = field('Heading') ?? subject;
  return {
    subject,
    preview,
    heading,
    sms: field('Sms'),
    text: `${text.trim()}\n`,
    mjml: mjml.trim(),
  };
}

/** A built-in template: its words, and the HTML that was compiled of its MJML ahead of time. */
export function builtInTemplate(name: TemplateName, locale: BuiltInLocale): TemplateSource {
  const path = `${locale}/${name}`;
  const file = readTemplateFile(
    readFileSync(new URL(`${path}.template`, templateFolder), 'utf8'),
    path,
  );
  const html = readFileSync(new URL(`${path}.compiled.html`, templateFolder), 'utf8');
  return { subject: file.subject, text: file.text, sms: file.sms, html };
}
