import { smallAddress } from '#kernel/media/media-address.ts';
interface Suggested {
  readonly query: string;
  readonly words: readonly string[];
  readonly products: readonly {
    readonly handle: string;
    readonly title: string;
    readonly imageUrl: string | null;
    readonly priceMinor: number;
    readonly currency: string;
    readonly unitPrice?: { readonly amountMinor: number; readonly unit: string } | null;
  }[];
  readonly categories: readonly {
    readonly path: string;
    readonly name: string;
    readonly products?: number;
  }[];
}

const waitedMs = 120;

/** While somebody types: words, articles and departments, by mouse and by arrow keys (WAI-ARIA combobox). */
export function suggest(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-suggest]');
  const input = form?.querySelector('input');
  if (form && input) new Suggestions(form, input).listen();
}

class Suggestions {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly list = document.createElement('div');
  private options: HTMLElement[] = [];
  private chosen = -1;
  private timer = 0;
  private asked: AbortController | undefined;

  constructor(form: HTMLFormElement, input: HTMLInputElement) {
    this.form = form;
    this.input = input;
    this.list.className = 'suggestions';
    this.list.id = 'suggestions';
    this.list.setAttribute('role', 'listbox');
    this.list.hidden = true;
  }

  listen(): void {
    const { form, input, list } = this;
    list.setAttribute('aria-label', form.querySelector('label')?.textContent ?? '');
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-autocomplete', 'list');
    form.append(list);
    input.addEventListener('input', () => this.askSoon());
    // Somebody may type before a script that comes over a slow line listens.
    if (document.activeElement === input && input.value !== input.defaultValue) this.askSoon();
    input.addEventListener('keydown', (event) => this.press(event));
    form.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) this.close();
    });
    // Pressing an entry must not take the focus away before it is gone to.
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', ({ target }) => {
      const option =
        target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
      if (option?.dataset['href']) location.assign(option.dataset['href']);
    });
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask().catch(() => this.close()), waitedMs);
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const query = this.input.value.trim();
    if (query === '') {
      this.close();
      return;
    }
    this.asked = new AbortController();
    const { signal } = this.asked;
    const address = `/v1/products/suggestions?query=${encodeURIComponent(query)}`;
    const response = await fetch(address, { signal, headers: { 'Accept-Language': language() } });
    if (!response.ok) throw new Error('no suggestions');
    const suggested = (await response.json()) as Suggested;
    if (this.input.value.trim() === suggested.query) this.show(suggested);
  }

  private show({ words, products, categories }: Suggested): void {
    const { words: wordsName, products: productsName, departments } = this.form.dataset;
    const prefix = new URL(this.form.action).pathname.replace(/\/search$/, '');
    this.options = [];
    const parts = [
      this.group(
        wordsName,
        words.map((word) =>
          this.option(word, `${prefix}/search?query=${encodeURIComponent(word)}`),
        ),
      ),
      this.group(
        productsName,
        products.map((product) => this.article(product, prefix)),
      ),
      this.group(
        departments,
        categories.map((category) => this.department(category, prefix)),
      ),
    ];
    this.list.replaceChildren(...parts.flat());
    this.options = [...this.list.querySelectorAll<HTMLElement>('[role=option]')];
    this.options.forEach((option, at) => {
      option.id = `suggestion-${at}`;
    });
    this.chosen = -1;
    if (this.options.length === 0) this.close();
    else this.open();
  }

  private group(name: string | undefined, options: readonly HTMLElement[]): HTMLElement[] {
    if (options.length === 0) return [];
    const group = document.createElement('div');
    const head = document.createElement('h2');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', name ?? '');
    head.textContent = name ?? '';
    head.setAttribute('aria-hidden', 'true');
    group.append(head, ...options);
    return [group];
  }

  private option(text: string, href: string): HTMLElement {
    const option = document.createElement('div');
    const name = document.createElement('span');
    name.textContent = text;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.dataset['href'] = href;
    option.append(name);
    return option;
  }

  private department(
    { path, name, products }: Suggested['categories'][number],
    prefix: string,
  ): HTMLElement {
    const within = path.split('/').map(encodeURIComponent).join('/');
    const option = this.option(name, `${prefix}/categories/${within}`);
    if (products !== undefined) option.append(figure(products.toLocaleString(language())));
    return option;
  }

  private article(product: Suggested['products'][number], prefix: string): HTMLElement {
    const option = this.option(
      product.title,
      `${prefix}/products/${encodeURIComponent(product.handle)}`,
    );
    if (product.imageUrl !== null) {
      const picture = document.createElement('img');
      picture.src = smallAddress(product.imageUrl);
      picture.alt = '';
      option.prepend(picture);
    }
    const price = figure(money(product.priceMinor, product.currency));
    const per = this.unitPrice(product);
    if (per !== undefined) {
      const small = document.createElement('small');
      small.textContent = per;
      price.append(' ', small);
    }
    option.append(price);
    return option;
  }

  private unitPrice({ unitPrice, currency }: Suggested['products'][number]): string | undefined {
    const { per, units } = this.form.dataset;
    if (!unitPrice || per === undefined || units === undefined) return undefined;
    const names = JSON.parse(units) as Record<string, string>;
    const amount = money(unitPrice.amountMinor, currency);
    return per
      .replace('{price}', amount)
      .replace('{unit}', names[unitPrice.unit] ?? unitPrice.unit);
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && this.chosen >= 0) {
      const href = this.options[this.chosen]?.dataset['href'];
      if (href === undefined) return;
      event.preventDefault();
      location.assign(href);
    }
  }

  /** Round and round; above the first is the field itself. */
  private choose(at: number): void {
    const { length } = this.options;
    this.chosen = at >= length ? -1 : at < -1 ? length - 1 : at;
    this.options.forEach((option, place) => {
      const isChosen = place === this.chosen;
      option.setAttribute('aria-selected', String(isChosen));
      if (isChosen) option.scrollIntoView({ block: 'nearest' });
    });
    if (this.chosen < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `suggestion-${this.chosen}`);
  }

  private open(): void {
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
  }

  private close(): void {
    this.asked?.abort();
    this.list.hidden = true;
    this.chosen = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

function language(): string {
  return document.documentElement.lang;
}

function figure(text: string): HTMLElement {
  const shown = document.createElement('span');
  shown.className = 'num';
  shown.textContent = text;
  return shown;
}

function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(language(), {
    style: 'currency',
    currency,
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}
