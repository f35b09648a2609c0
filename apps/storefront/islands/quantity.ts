/** One fewer, one more: buttons around the field of a quantity, which works by itself as well. */
export function quantitySteps(root: ParentNode = document): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-quantity]:not([data-steps])')) {
    const input = box.querySelector('input');
    const { fewer, more } = box.dataset;
    if (!input || fewer === undefined || more === undefined) continue;
    box.dataset['steps'] = '';
    input.before(button('−', fewer, () => step(input, -1)));
    input.after(button('+', more, () => step(input, 1)));
  }
}

function button(sign: string, name: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = sign;
  made.setAttribute('aria-label', name);
  made.addEventListener('click', press);
  return made;
}

function step(input: HTMLInputElement, by: 1 | -1): void {
  if (by > 0) input.stepUp();
  else input.stepDown();
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
