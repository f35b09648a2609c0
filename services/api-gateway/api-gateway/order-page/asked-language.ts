import type { FastifyRequest } from 'fastify';
import { languageFor } from '../admission/languages.ts';
import { askedBy } from '../serving/incoming-scope.ts';
import { wordsIn } from './wording.ts';

const form = /^[a-z]{2,3}(?:-[a-z]{2})?$/i;

/** Whoever looks chose it: `/o?language=de`. */
export function chosenLanguage({ query }: FastifyRequest): string | undefined {
  const { language } = query as { language?: unknown };
  return typeof language === 'string' && form.test(language) ? language : undefined;
}

/** In which a page is shown that knows of none: the chosen one, else one that the browser asks for. */
export function askedLanguage(request: FastifyRequest): string {
  return chosenLanguage(request) ?? languageFor(askedBy(request).acceptLanguage, wordsIn);
}

/** Of its address, without what was asked with it. */
export function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0]!;
}
