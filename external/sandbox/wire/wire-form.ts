export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

const depthMax = 8;

/** `a[b][0][c]=1` as Stripe's clients write it. Later values of one name win. */
export function parseForm(text: string): Form {
  const form: Form = Object.create(null) as Form;
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replaceAll(']', '').split('[');
    // Nothing is left out: a name that is too deep is told whole, and nobody knows it.
    assign(form, path.length > depthMax ? [name] : path, value);
  }
  return listed(form) as Form;
}

function assign(form: Form, path: string[], value: string): void {
  let target = form;
  for (const [depth, part] of path.entries()) {
    if (depth === path.length - 1) {
      target[part === '' ? String(Object.keys(target).length) : part] = value;
      return;
    }
    const next = target[part];
    if (typeof next === 'object') target = next as Form;
    else target = target[part] = Object.create(null) as Form;
  }
}

/** Objects whose names are 0, 1, 2 … are lists. */
function listed(value: FormValue): FormValue {
  if (typeof value === 'string') return value;
  const names = Object.keys(value);
  const isList = names.length > 0 && names.every((name, index) => name === String(index));
  const form = value as Form;
  if (isList) return names.map((name) => listed(form[name] as FormValue));
  for (const name of names) form[name] = listed(form[name] as FormValue);
  return form;
}

export function text(form: FormValue | undefined, ...path: string[]): string | undefined {
  let value: FormValue | undefined = form;
  for (const part of path) {
    if (typeof value !== 'object') return undefined;
    value = (value as Form)[part];
  }
  return typeof value === 'string' ? value : undefined;
}

/** `undefined` where there is no whole number of 0 or more. */
export function wholeNumber(value: string | undefined): number | undefined {
  if (value === undefined || !/^\d{1,12}$/.test(value)) return undefined;
  return Number(value);
}
