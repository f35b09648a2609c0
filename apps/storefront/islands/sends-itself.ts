/** Forms that need no button: what is chosen in them is asked for at once. */
export function sendsItself(): void {
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement || target instanceof HTMLInputElement)) return;
    if (target.dataset['step'] !== undefined && target.form) {
      sendStep(target.form, target.dataset['step']);
      return;
    }
    const form = target.closest<HTMLFormElement>('form[data-sends-itself], form[data-changes]');
    if (form?.reportValidity()) form.requestSubmit();
  });
  // A page that somebody comes back to is kept as it was: what is sent from it then is another time.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const field of document.querySelectorAll<HTMLInputElement>('input[data-once]')) {
      field.value = crypto.randomUUID();
    }
  });
}

/** Asks for the same form as it has to be now; what is missing in it may still be missing. */
function sendStep(form: HTMLFormElement, step: string): void {
  const button = document.createElement('button');
  button.name = 'step';
  button.value = step;
  button.formNoValidate = true;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
}
