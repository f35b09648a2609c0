/** Forms that need no button: what is chosen in them is asked for at once. */
export function sendsItself(): void {
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement || target instanceof HTMLInputElement)) return;
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
