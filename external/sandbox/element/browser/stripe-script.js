/* The sandbox's stand-in for Stripe.js: what pages load, with the methods and events of its contract. */

/** @typedef {import('../../../../contracts/payment/card-element.ts').LoadCardProvider} LoadCardProvider */
/** @typedef {import('../../../../contracts/payment/card-element.ts').CardProvider} CardProvider */
/** @typedef {import('../../../../contracts/payment/card-element.ts').CardElements} CardElements */
/** @typedef {import('../../../../contracts/payment/card-element.ts').CardElementsOptions} CardElementsOptions */
/** @typedef {import('../../../../contracts/payment/card-element.ts').CardElement} CardElement */
/** @typedef {import('../../../../contracts/payment/card-element.ts').CardError} CardError */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const home = new URL(script.src);
  const namesOfThisMachine = ['127.0.0.1', 'localhost'];

  /** On another name than the page's: cookies go by names, whatever the port. */
  const frameHome = () => {
    const own = new URL(home.href);
    const other = namesOfThisMachine.find((name) => name !== location.hostname);
    if (namesOfThisMachine.includes(own.hostname) && other) own.hostname = other;
    return own;
  };

  /** @type {WeakMap<CardElements, Frame>} */
  const frames = new WeakMap();

  /** The frame in which somebody types, and the line to it that nobody else hears. */
  class Frame {
    /** @type {Map<string, ((told: any) => void)[]>} */
    heard = new Map();
    /** @type {Map<number, (answer: any) => void>} */
    waiting = new Map();
    asked = 0;
    /** @type {MessagePort | undefined} */
    line;
    /** @type {HTMLIFrameElement | undefined} */
    element;

    /** @param {string} key @param {string} locale @param {CardElementsOptions} options */
    constructor(key, locale, options) {
      this.key = key;
      this.locale = locale;
      this.appearance = options.appearance;
    }

    /** @param {string} place */
    mount(place) {
      const address = new URL('/v3/frame', frameHome());
      address.searchParams.set('parent', location.origin);
      address.searchParams.set('locale', this.locale);
      const frame = document.createElement('iframe');
      frame.title = this.locale === 'de' ? 'Sichere Eingabe der Karte' : 'Secure card input';
      frame.allow = 'payment';
      frame.style.cssText = 'border:0;display:block;inline-size:100%;block-size:10.25rem';
      frame.addEventListener('load', () => this.connect(frame, address.origin));
      frame.src = address.href;
      this.element = frame;
      document.querySelector(place)?.replaceChildren(frame);
    }

    /** @param {HTMLIFrameElement} frame @param {string} origin */
    connect(frame, origin) {
      const { port1, port2 } = new MessageChannel();
      this.line = port1;
      port1.addEventListener('message', ({ data }) => this.hear(data));
      port1.start();
      const { key, appearance } = this;
      frame.contentWindow?.postMessage({ key, appearance }, origin, [port2]);
    }

    /** @param {{ answerTo?: number, answer?: any, event?: string, told?: any }} message */
    hear({ answerTo, answer, event, told }) {
      if (answerTo !== undefined) {
        this.waiting.get(answerTo)?.(answer);
        this.waiting.delete(answerTo);
      }
      if (event === 'height' && this.element) this.element.style.blockSize = `${told}px`;
      for (const hear of this.heard.get(event ?? '') ?? []) hear(told);
    }

    /** @param {string} what @param {object} [more] @returns {Promise<any>} */
    ask(what, more) {
      this.asked += 1;
      const ask = this.asked;
      return new Promise((resolve) => {
        this.waiting.set(ask, resolve);
        this.line?.postMessage({ ...more, what, ask });
      });
    }
  }

  /** @param {Frame} frame @returns {CardElement} */
  const elementOf = (frame) => ({
    mount: (place) => frame.mount(place),
    /** @param {string} event @param {(told: any) => void} heard */
    on(event, heard) {
      frame.heard.set(event, [...(frame.heard.get(event) ?? []), heard]);
    },
    focus() {
      frame.element?.focus();
      void frame.ask('focus');
    },
  });

  /** @type {LoadCardProvider} */
  const load = (key, { locale = 'auto' } = {}) => {
    if (!key.startsWith('pk_')) throw new Error('This is no publishable key.');
    const spoken = locale === 'auto' ? navigator.language.slice(0, 2) : locale;
    /** @type {CardProvider} */
    const provider = {
      elements(options) {
        const frame = new Frame(key, spoken, options);
        /** @type {CardElements} */
        const elements = {
          create: () => elementOf(frame),
          update: ({ appearance }) => void frame.ask('appearance', { appearance }),
          submit: () => frame.ask('submit'),
        };
        frames.set(elements, frame);
        return elements;
      },
      createPaymentMethod({ elements, params }) {
        const frame = frames.get(elements);
        if (!frame) throw new Error('These elements are not of this provider.');
        return frame.ask('method', { billing: params.billing_details });
      },
    };
    return provider;
  };
  Object.assign(globalThis, { Stripe: load });
})();
