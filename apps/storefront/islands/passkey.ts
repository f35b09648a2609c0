/** As long as a challenge is good, and how long before its end another one is asked for. */
const validMs = 300_000;
const renewedBeforeMs = 30_000;

/**
 * What the browser's own dialog makes or shows goes into a form of the page, which is sent as any
 * other: the shop's server judges it and says what came of it.
 */
export function passkeys(): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-passkey]')];
  if (forms.length === 0) return;
  const isKnown =
    typeof PublicKeyCredential === 'function' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';
  for (const missing of document.querySelectorAll<HTMLElement>('[data-passkey-missing]')) {
    missing.hidden = isKnown;
  }
  if (!isKnown) return;
  for (const form of forms) new PasskeyForm(form).listen();
}

class PasskeyForm {
  private readonly form: HTMLFormElement;
  private waiting: AbortController | undefined;
  private timer = 0;

  constructor(form: HTMLFormElement) {
    this.form = form;
  }

  listen(): void {
    const { form } = this;
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.say('');
      this.stop();
      void this.ask().then(
        (shown) => this.send(shown),
        (error: unknown) => {
          const isKnown = error instanceof DOMException && error.name === 'InvalidStateError';
          this.say((isKnown ? form.dataset['known'] : form.dataset['failed']) ?? '');
          void this.offer();
        },
      );
    });
    // A page that is kept aside holds no dialog of the browser's, and its challenge grows old.
    addEventListener('pagehide', () => this.stop());
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) void this.offer();
    });
    void this.offer();
  }

  private async ask(): Promise<Credential | null> {
    const { options } = this.form.dataset;
    if (options !== undefined) {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
        JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON,
      );
      return navigator.credentials.create({ publicKey });
    }
    const publicKey = await begin();
    return navigator.credentials.get({ publicKey });
  }

  /** Among what the browser fills into the e-mail's field, for as long as the page is looked at. */
  private async offer(): Promise<void> {
    if (this.form.dataset['passkey'] !== 'offered') return;
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    this.stop();
    const waiting = new AbortController();
    this.waiting = waiting;
    try {
      const publicKey = await begin();
      this.timer = window.setTimeout(() => void this.offer(), validMs - renewedBeforeMs);
      const { signal } = waiting;
      if (signal.aborted) return;
      this.send(await navigator.credentials.get({ publicKey, mediation: 'conditional', signal }));
    } catch {
      // The password and the button are there, and say what is wrong.
    }
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.waiting?.abort();
    this.waiting = undefined;
  }

  private send(shown: Credential | null): void {
    const field = this.form.elements.namedItem('response');
    if (!(shown instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) return;
    this.stop();
    field.value = JSON.stringify(shown);
    this.form.submit();
  }

  private say(text: string): void {
    const said = this.form.querySelector('[role=status]');
    if (said) said.textContent = text;
  }
}

async function begin() {
  const answered = await fetch('/v1/auth/passkeys/proof', { method: 'POST' });
  if (!answered.ok) throw new Error('no challenge');
  const { options } = (await answered.json()) as { options: PublicKeyCredentialRequestOptionsJSON };
  return PublicKeyCredential.parseRequestOptionsFromJSON(options);
}
