import { askForPage, type AskedPage } from './ask-for-page.ts';
import { quantitySteps } from './quantity.ts';
import { takeToken, takeTool } from './take-over.ts';

/** What is put into the cart is shown beside the product, as it lies there now. */
export function cartDrawer(): void {
  const drawer = document.querySelector<HTMLDialogElement>('dialog[data-drawer]');
  const buy = document.querySelector<HTMLFormElement>('#buy');
  if (drawer && buy) new CartDrawer(drawer, buy).listen();
}

/** Which control of which line is meant, also once the lines are others. */
interface Place {
  readonly line: string;
  readonly at: number;
}

class CartDrawer {
  private readonly drawer: HTMLDialogElement;
  private readonly buy: HTMLFormElement;
  private readonly basket: HTMLElement;
  private readonly status: HTMLElement;
  private readonly toCart: HTMLElement;
  private isAdding = false;
  private isChanging = false;
  /** What is still to be sent, by where to: of a line that is changed again the last counts. */
  private readonly changes = new Map<string, HTMLFormElement>();

  constructor(drawer: HTMLDialogElement, buy: HTMLFormElement) {
    this.drawer = drawer;
    this.buy = buy;
    this.basket = drawer.querySelector<HTMLElement>('[data-basket]')!;
    this.status = drawer.querySelector<HTMLElement>('[role=status]')!;
    this.toCart = drawer.querySelector<HTMLElement>('[data-to-cart]')!;
  }

  listen(): void {
    const { drawer, buy } = this;
    buy.addEventListener('submit', (event) => {
      // Whoever asks to be told, or for another choice, sends the form elsewhere.
      if (event.submitter?.hasAttribute('formaction')) return;
      event.preventDefault();
      void this.add();
    });
    this.basket.addEventListener('submit', (event) => {
      const { target } = event;
      if (!(target instanceof HTMLFormElement) || !target.closest('.basket-line')) return;
      event.preventDefault();
      this.changes.set(target.action, target);
      void this.change();
    });
    drawer.querySelector('[data-close]')?.addEventListener('click', () => drawer.close());
    let isPressedBeside = false;
    drawer.addEventListener('pointerdown', (event) => {
      isPressedBeside = isBeside(drawer, event);
    });
    drawer.addEventListener('click', (event) => {
      // The second press of two that were meant for the button beneath closes nothing.
      if (isPressedBeside && isBeside(drawer, event) && event.detail < 2) drawer.close();
    });
    // Not every browser gives a button the focus that is pressed, and so none could come back to it.
    drawer.addEventListener('close', () => buy.querySelector<HTMLElement>('.buy .button')?.focus());
    // Who comes back to this page finds the page: the cart may be another one by then.
    addEventListener('pagehide', () => drawer.close());
  }

  /** While it is on its way nothing more is sent, and until it is answered it keeps its key. */
  private async add(): Promise<void> {
    if (this.isAdding) return;
    this.isAdding = true;
    this.buy.setAttribute('aria-busy', 'true');
    const answer = await this.send(this.buy);
    this.isAdding = false;
    this.buy.removeAttribute('aria-busy');
    if (answer && this.show(answer, true)) {
      for (const once of this.buy.querySelectorAll<HTMLInputElement>('input[data-once]')) {
        once.value = crypto.randomUUID();
      }
    }
  }

  /** One after the other, so that the last that was wanted is what is in the end. */
  private async change(): Promise<void> {
    if (this.isChanging) return;
    this.isChanging = true;
    this.basket.setAttribute('aria-busy', 'true');
    for (const [action, form] of this.changes) {
      this.changes.delete(action);
      const answer = await this.send(form);
      if (answer && this.changes.size === 0) this.show(answer, false);
    }
    this.basket.removeAttribute('aria-busy');
    this.isChanging = false;
  }

  /** Undefined where no cart came back; what is to be said to that has been said, or will be by a page. */
  private async send(form: HTMLFormElement): Promise<AskedPage | undefined> {
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string') sent.append(name, value);
    }
    let answer: AskedPage;
    try {
      answer = await askForPage(form.action, { form: sent });
    } catch {
      this.sayLost();
      return undefined;
    }
    if (answer.page.querySelector('main > .basket')) return answer;
    // What else the shop has to say is said on a page of its own; the key is the same.
    form.submit();
    return undefined;
  }

  private show({ status, page }: AskedPage, isAdded: boolean): boolean {
    const fresh = page.querySelector('main > .basket');
    if (!fresh) return false;
    const taken = document.importNode(fresh, true);
    const said = saidBy(taken, page, isAdded);
    for (const left of taken.querySelectorAll('.list-head, noscript, .save-cart')) left.remove();
    lowerHeading(taken);
    const place = placeOf(this.basket);
    const summary = taken.querySelector('.summary');
    this.toCart.hidden = !summary;
    (summary ?? this.drawer).append(this.toCart);
    this.open();
    this.basket.replaceChildren(...taken.childNodes);
    quantitySteps(this.basket);
    // What was refused is said as an alert, and the head of that answer counts nothing.
    this.say(status === 200 ? said : '', isAdded);
    if (status === 200) takeTool(page, 'data-cart');
    takeToken(page);
    if (place) (controlAt(this.basket, place) ?? this.title).focus();
    else if (status !== 200) this.drawer.scrollTo({ top: 0 });
    return true;
  }

  private sayLost(): void {
    const alert = document.createElement('p');
    alert.className = 'alert';
    alert.setAttribute('role', 'alert');
    alert.textContent = this.drawer.dataset['lost'] ?? '';
    this.open();
    this.say('', false);
    this.basket.querySelector('.alert')?.remove();
    this.basket.prepend(alert);
  }

  /** Whoever changes a line sees what it is now, and is told who does not see it. */
  private say(text: string, isSeen: boolean): void {
    this.status.textContent = '';
    this.status.classList.toggle('visually-hidden', !isSeen);
    // Readers tell what comes into a place that they know already, and of this one since it was opened.
    if (text !== '') requestAnimationFrame(() => (this.status.textContent = text));
  }

  private open(): void {
    if (this.drawer.open) return;
    this.drawer.showModal();
    this.title.focus();
  }

  private get title(): HTMLElement {
    return this.drawer.querySelector<HTMLElement>('#drawer-title')!;
  }
}

/** The ground around a dialog is the dialog's own, outside of its box. */
function isBeside(drawer: HTMLDialogElement, { target, clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = drawer.getBoundingClientRect();
  const isWithin = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  return target === drawer && !isWithin;
}

/** What was put in, or how much it is now. */
function saidBy(basket: Element, page: Document, isAdded: boolean): string {
  const added = basket.querySelector('.list-head .good')?.textContent;
  if (isAdded && added) return added;
  const counted = page.querySelector('[data-cart] .count .visually-hidden')?.textContent;
  const sum = basket.querySelector('.sums dd')?.textContent;
  return counted && sum ? `${counted}, ${sum}` : (basket.querySelector('h1')?.textContent ?? '');
}

/** The page beneath has a first heading already. */
function lowerHeading(basket: Element): void {
  for (const first of basket.querySelectorAll('h1')) {
    const heading = document.createElement('h2');
    heading.append(...first.childNodes);
    first.replaceWith(heading);
  }
}

const controlsOf = (line: Element) => [
  ...line.querySelectorAll<HTMLElement>('a, button, input:not([type=hidden])'),
];
const nameOf = (line: Element) => line.querySelector('form')?.action ?? '';

function placeOf(basket: Element): Place | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !basket.contains(focused)) return undefined;
  const line = focused.closest('.basket-line');
  if (!line) return undefined;
  return { line: nameOf(line), at: controlsOf(line).indexOf(focused) };
}

function controlAt(basket: Element, { line, at }: Place): HTMLElement | undefined {
  const same = [...basket.querySelectorAll('.basket-line')].find((each) => nameOf(each) === line);
  return same && controlsOf(same)[at];
}
