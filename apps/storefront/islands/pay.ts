import type {
  CardAppearance,
  CardBilling,
  CardElement,
  CardElements,
  CardLocale,
  CardProvider,
  LoadCardProvider,
} from '#contracts/payment/card-element.ts';

/** As `CardPlace` writes it. */
interface CardFormData {
  readonly publishableKey: string;
  readonly locale: string;
  readonly amount: number;
  readonly currency: string;
  readonly billing: CardBilling;
}

interface Shown {
  readonly provider: CardProvider;
  readonly elements: CardElements;
  readonly element: CardElement;
}

/** A browser that cannot show the fields by then leads to the provider's page instead. */
const patienceMs = 15_000;

const form = document.querySelector<HTMLFormElement>('form[data-pay]');
if (form) pay(form);

/**
 * The pay form with the provider's fields in it. It is sent once for each press that counts, with a name
 * for the card; where the fields cannot be shown it is sent as it stands, and the card is asked
 * for on a page of the provider.
 */
function pay(payForm: HTMLFormElement): void {
  const place = payForm.querySelector<HTMLElement>('[data-card-form]');
  let shown: Shown | undefined;
  let isSent = false;
  if (place) {
    const take = (fields: Shown) => {
      shown = fields;
    };
    void cardFields(place).then(take, () => loseFields(payForm, place));
  }
  payForm.addEventListener('submit', (event) => {
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    payForm.setAttribute('aria-busy', 'true');
    if (!place || !shown || !paysByCard(payForm)) return;
    event.preventDefault();
    void sendNamed(shown, place);
  });
  const sendNamed = async (fields: Shown, at: HTMLElement) => {
    if (await nameCard(fields, at)) payForm.submit();
    else rest();
  };
  const rest = () => {
    isSent = false;
    payForm.removeAttribute('aria-busy');
  };
  // A page that somebody comes back to is kept as it was, and may be sent again.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) rest();
  });
}

function paysByCard(payForm: HTMLFormElement): boolean {
  return payForm.querySelector<HTMLInputElement>('[data-has-card]')?.checked === true;
}

async function cardFields(place: HTMLElement): Promise<Shown> {
  const { publishableKey, locale, billing: _billing, amount, currency } = dataOf(place);
  const load = await providerScript();
  const spoken = locale.toLowerCase().split('-', 1)[0];
  const known: CardLocale = spoken === 'de' || spoken === 'en' ? spoken : 'auto';
  const provider = load(publishableKey, { locale: known });
  const elements = provider.elements({
    mode: 'payment',
    amount,
    currency,
    paymentMethodTypes: ['card'],
    paymentMethodCreation: 'manual',
    captureMethod: 'manual',
    appearance: appearanceOf(place),
  });
  const element = elements.create('payment', {
    fields: {
      billingDetails: { name: 'never', email: 'never', phone: 'never', address: 'never' },
    },
    wallets: { applePay: 'never', googlePay: 'never' },
  });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', () => elements.update({ appearance: appearanceOf(place) }));
  element.on('change', () => say(place, ''));
  element.on('escape', () => place.closest('form')?.querySelector('button')?.focus());
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the fields take too long')), patienceMs);
    element.on('ready', () => {
      clearTimeout(late);
      resolve();
    });
    element.on('loaderror', ({ error }) => reject(new Error(error.message ?? error.type)));
    element.mount('#card-frame');
  });
  place.dataset['shown'] = '';
  return { provider, elements, element };
}

/** The script stands in the page itself, so that nothing here has to make an address of it. */
function providerScript(): Promise<LoadCardProvider> {
  const found = () => (globalThis as { Stripe?: LoadCardProvider }).Stripe;
  return new Promise((resolve, reject) => {
    const take = () => {
      const load = found();
      if (load) resolve(load);
      else reject(new Error('the provider’s script is not there'));
    };
    // The page itself is loaded once the script is, or is known not to come.
    if (found() || document.readyState === 'complete') take();
    else addEventListener('load', take);
    setTimeout(take, patienceMs);
  });
}

/** Puts the card's name into the form; false where it was not taken, which the buyer is told. */
async function nameCard({ provider, elements, element }: Shown, place: HTMLElement) {
  const field = place.querySelector<HTMLInputElement>('[data-card-token]');
  if (!field) return false;
  try {
    const { error } = await elements.submit();
    const named = error
      ? { error }
      : await provider.createPaymentMethod({
          elements,
          params: { billing_details: dataOf(place).billing },
        });
    if (named.error) {
      // What was typed wrongly is marked and said in the frame.
      const isTyped = named.error.type === 'validation_error';
      say(place, isTyped ? '' : (named.error.message ?? place.dataset['failed'] ?? ''));
      if (!isTyped) element.focus();
      return false;
    }
    field.value = named.paymentMethod.id;
    return true;
  } catch {
    say(place, place.dataset['failed'] ?? '');
    return false;
  }
}

function loseFields(payForm: HTMLFormElement, place: HTMLElement): void {
  payForm.dataset['lost'] = '';
  place.querySelector('#card-frame')?.remove();
}

function say(place: HTMLElement, text: string): void {
  const error = place.querySelector('[data-card-error]');
  if (error) error.textContent = text;
}

function dataOf(place: HTMLElement): CardFormData {
  return JSON.parse(place.dataset['cardForm'] ?? '{}') as CardFormData;
}

/** Of the place that the frame stands in: the frame takes the shop's look, light or dark. */
function appearanceOf(place: HTMLElement): CardAppearance {
  const { backgroundColor, color, accentColor, outlineColor, fontSize, borderRadius } =
    getComputedStyle(place);
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  return {
    theme: isDark ? 'night' : 'stripe',
    variables: {
      colorPrimary: accentColor,
      colorBackground: backgroundColor,
      colorText: color,
      colorDanger: outlineColor,
      fontSizeBase: fontSize,
      borderRadius,
    },
  };
}
