import { askForPage } from './ask-for-page.ts';

/**
 * Another option is chosen: the page of that choice is asked for, and what differs in it takes its
 * place. The address says what is chosen, so that it can be sent on and come back to.
 */
export function chooseInPlace(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-choose]');
  if (!form) return;
  let asked: AbortController | undefined;
  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
    asked?.abort();
    asked = new AbortController();
    const address = addressOf(form);
    void show(form, address, asked.signal).catch((error: unknown) => {
      // Another choice came, or the connection is gone: the page itself says which.
      if (!(error instanceof DOMException && error.name === 'AbortError')) location.assign(address);
    });
  });
}

function addressOf(form: HTMLFormElement): string {
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith('option-') && typeof value === 'string') chosen.append(name, value);
  }
  return `${location.pathname}?${chosen.toString()}`;
}

/** Places of the page that follow from what is chosen, each named by a selector that finds one. */
const following = ['.pricing', '[data-stock]', '.detail .facts', '.product > .media'];

async function show(form: HTMLFormElement, address: string, signal: AbortSignal): Promise<void> {
  const { status, page: chosen } = await askForPage(address, { signal });
  if (status !== 200) throw new Error(`the choice was answered with ${status}`);
  for (const place of following) takeFrom(chosen, place);
  const fresh = chosen.querySelector('form[data-choose]');
  const sku = fresh?.querySelector<HTMLInputElement>('input[name=sku]');
  const own = form.querySelector<HTMLInputElement>('input[name=sku]');
  if (sku && own) own.value = sku.value;
  takeChoices(form, fresh);
  const buy = form.querySelector('.buy');
  const freshBuy = fresh?.querySelector('.buy');
  if (Boolean(buy) !== Boolean(freshBuy)) {
    location.assign(address);
    return;
  }
  history.replaceState(history.state, '', address);
}

function takeFrom(from: Document, selector: string): void {
  const own = document.querySelector(selector);
  const fresh = from.querySelector(selector);
  if (own && fresh) own.replaceWith(document.importNode(fresh, true));
}

/** The boxes stay where they are, and with them the focus; what stands in them is new. */
function takeChoices(form: HTMLFormElement, fresh: Element | null | undefined): void {
  const own = form.querySelectorAll('.choice');
  const others = fresh?.querySelectorAll('.choice') ?? [];
  own.forEach((choice, at) => {
    const other = others[at];
    const [text, otherText] = [choice.querySelector('span'), other?.querySelector('span')];
    if (!other || !text || !otherText) return;
    choice.className = other.className;
    text.replaceWith(document.importNode(otherText, true));
    const [input, otherInput] = [choice.querySelector('input'), other.querySelector('input')];
    if (input && otherInput) input.checked = otherInput.checked;
  });
}
