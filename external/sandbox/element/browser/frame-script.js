/* Within the frame: the fields that somebody types a card into. The page around it sees none of them. */

/** @typedef {import('../../../../contracts/payment/card-element.ts').CardAppearance} CardAppearance */

(() => {
  const parent = new URL(location.href).searchParams.get('parent');
  const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
  const names = ['number', 'expiry', 'cvc'];
  /** @type {MessagePort | undefined} */
  let line;
  let key = '';

  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  /** @param {string} event @param {unknown} [told] */
  const tell = (event, told) => line?.postMessage({ event, told }, []);
  const tellHeight = () => tell('height', Math.ceil(document.documentElement.scrollHeight));

  /** @param {string | undefined} wrong @param {string} [message] */
  const mark = (wrong, message = '') => {
    for (const name of names) {
      const said = document.getElementById(`${name}-wrong`);
      const isWrong = name === wrong;
      if (said) said.textContent = isWrong ? message : '';
      if (isWrong) field(name).setAttribute('aria-invalid', 'true');
      else field(name).removeAttribute('aria-invalid');
    }
    if (wrong) field(wrong).focus();
    tellHeight();
  };

  /** @param {string} path @param {object} more */
  const send = async (path, more) => {
    const typed = Object.fromEntries(names.map((name) => [name, field(name).value]));
    const { lang } = document.documentElement;
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify({ key, locale: lang, ...typed, ...more }),
    });
    const answer = await response.json();
    mark(answer.error?.param, answer.error?.message);
    return answer;
  };

  /** @param {CardAppearance} appearance */
  const take = ({ theme, variables }) => {
    const { style } = document.documentElement;
    style.colorScheme = theme === 'night' ? 'dark' : 'light';
    style.setProperty('--accent', variables.colorPrimary);
    style.setProperty('--paper', variables.colorBackground);
    style.setProperty('--ink', variables.colorText);
    style.setProperty('--danger', variables.colorDanger);
    style.setProperty('--size', variables.fontSizeBase);
    style.setProperty('--radius', variables.borderRadius);
  };

  /** @type {Record<string, (asked: any) => unknown>} */
  const answers = {
    submit: () => send('/v3/looks', {}),
    method: ({ billing }) => send('/v3/payment_methods', { billing }),
    appearance: ({ appearance }) => take(appearance),
    focus: () => field(names.find((name) => field(name).value === '') ?? 'number').focus(),
  };

  /** @param {MessagePort} port @param {{ what: string, ask: number }} asked */
  const answer = async (port, asked) => {
    const failed = { error: { type: 'api_connection_error' } };
    const found = await Promise.resolve(answers[asked.what]?.(asked)).catch(() => failed);
    port.postMessage({ answerTo: asked.ask, answer: found ?? {} }, []);
  };

  addEventListener('message', ({ origin, data, ports: [port] }) => {
    if (origin !== parent || line || !port) return;
    line = port;
    key = data.key;
    take(data.appearance);
    port.addEventListener('message', ({ data: asked }) => void answer(port, asked));
    port.start();
    tellHeight();
    tell('ready');
  });
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement) group(target);
    mark(undefined);
    tell('change', { complete: names.every((name) => field(name).value !== '') });
  });
  form.addEventListener('keydown', ({ key: pressed }) => {
    if (pressed === 'Escape') tell('escape');
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('resize', tellHeight);

  /** In fours, and a slash after the month: while it is typed at the end alone. @param {HTMLInputElement} input */
  function group(input) {
    const { name, value, selectionStart } = input;
    if (selectionStart !== value.length) return;
    const digits = value.replaceAll(/\D/g, '');
    if (name === 'number') input.value = digits.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
    if (name === 'expiry' && /^\d{3,4}$/.test(value)) {
      input.value = `${digits.slice(0, 2)} / ${digits.slice(2)}`;
    }
  }
})();
