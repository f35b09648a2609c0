export interface AskedPage {
  readonly status: number;
  /** Nothing in it runs or loads until a part of it is taken over. */
  readonly page: Document;
}

/** Longer than any page takes; a connection that is gone without a word is given up then. */
const patienceMs = 30_000;

/**
 * Asks for a page, or sends a form and follows to the page that it leads to. The browser itself makes
 * a document of what comes: no text becomes markup here.
 *
 * @param asked what a form sends, if one is sent
 * @throws AbortError where `signal` said so; else an error where nothing answers
 */
export function askForPage(
  address: string,
  { form, signal }: { readonly form?: URLSearchParams; readonly signal?: AbortSignal } = {},
): Promise<AskedPage> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(form ? 'POST' : 'GET', address);
    request.responseType = 'document';
    request.timeout = patienceMs;
    const lose = () => reject(new Error('the page was not answered'));
    request.addEventListener('load', () => {
      const { status, responseXML } = request;
      if (responseXML) resolve({ status, page: responseXML });
      else lose();
    });
    request.addEventListener('error', lose);
    request.addEventListener('timeout', lose);
    signal?.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('something else is asked for', 'AbortError'));
    });
    request.send(form ?? null);
  });
}
