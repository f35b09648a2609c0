import { segmentOf } from '../../../serving/addresses.ts';
import type { PageRequest, Redirect } from '../../../serving/page.ts';
import { PageRefused } from '../../../serving/page-refused.ts';

const tokenForm = /^[\w.~-]{20,200}$/;

/** Of the link in a mail: `/verify-email/de/<token>`. */
export function mailedToken({ params }: PageRequest): string {
  const token = params['token'] ?? '';
  if (!tokenForm.test(token)) throw new PageRefused(404);
  return token;
}

/** Mails have a language: their links lead to the page in it, where the shop has it. */
export function inItsLanguage(request: PageRequest, path: string): Redirect | undefined {
  const { shop, at, locale, params } = request;
  const token = mailedToken(request);
  const mailedIn = params['mailedIn']!.toLowerCase();
  // In whatever language the page is asked for by its own address, it is shown.
  if (at.prefix !== '') return undefined;
  const wanted = shop.locales.find((each) => segmentOf(each) === mailedIn);
  if (wanted === undefined || wanted === locale) return undefined;
  return { status: 303, location: `/${segmentOf(wanted)}${path}/${mailedIn}/${token}` };
}
