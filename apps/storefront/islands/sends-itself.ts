/** Forms that need no button: what is chosen in them is asked for at once. */
export function sendsItself(): void {
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const form = target.closest<HTMLFormElement>('form[data-sends-itself]');
    form?.requestSubmit();
  });
}
