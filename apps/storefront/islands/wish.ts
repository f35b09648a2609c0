import { askForPage } from './ask-for-page.ts';
import { takeToken, takeTool } from './take-over.ts';

/** Hearts are filled and emptied where they are, and what became of it is said. */
export function wishes(): void {
  document.addEventListener('submit', (event) => {
    const { submitter, target } = event;
    if (!(submitter instanceof HTMLButtonElement) || submitter.dataset['wish'] === undefined)
      return;
    event.preventDefault();
    if (submitter.getAttribute('aria-busy') === 'true') return;
    void press(submitter, target as HTMLFormElement);
  });
  for (const field of document.querySelectorAll<HTMLInputElement>('input[data-copy]')) {
    offerCopy(field);
  }
}

async function press(heart: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form, heart)) {
    if (typeof value === 'string') sent.append(name, value);
  }
  heart.setAttribute('aria-busy', 'true');
  try {
    // Of a button without an address of its own the browser names the page's.
    const address = heart.hasAttribute('formaction') ? heart.formAction : form.action;
    const { status, page } = await askForPage(address, { form: sent });
    const said = page.querySelector('main [role=status], main [role=alert]')?.textContent ?? '';
    if (status === 200) {
      turn(heart);
      takeTool(page, 'data-wishes');
      takeToken(page);
    }
    say(said);
  } catch {
    say(heart.closest<HTMLElement>('[data-lost]')?.dataset['lost'] ?? '');
  } finally {
    heart.removeAttribute('aria-busy');
  }
}

/** Of all hearts of the thing: on a page it may stand twice. */
function turn(heart: HTMLButtonElement): void {
  const isOn = heart.name === 'on';
  for (const each of document.querySelectorAll<HTMLButtonElement>('button[data-wish]')) {
    if (each.value !== heart.value) continue;
    each.name = isOn ? 'off' : 'on';
    each.setAttribute('aria-pressed', String(isOn));
  }
}

let hiding: ReturnType<typeof setTimeout> | undefined;
const shownMs = 6_000;

/** At the foot of the window, and to who does not see it. */
function say(text: string): void {
  const bar = document.querySelector('.toast') ?? document.createElement('p');
  bar.className = 'toast';
  bar.setAttribute('role', 'status');
  if (!bar.isConnected) document.body.append(bar);
  bar.textContent = '';
  // Readers tell what comes into a place that they know already.
  requestAnimationFrame(() => (bar.textContent = text.trim()));
  clearTimeout(hiding);
  hiding = setTimeout(() => (bar.textContent = ''), shownMs);
}

function offerCopy(field: HTMLInputElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button plain';
  button.textContent = field.dataset['copy'] ?? '';
  button.addEventListener('click', () => {
    field.select();
    void navigator.clipboard
      .writeText(field.value)
      .then(() => say(field.dataset['copied'] ?? ''))
      .catch(() => {});
  });
  field.after(button);
}
