/**
 * What a vendor takes in one place of a request. Descriptions are data: the sandbox refuses by them,
 * and tests compare them with the vendors' own files and make requests from them.
 */
export type Shape<T = unknown> = (
  | {
      readonly kind: 'text';
      readonly min?: number;
      readonly max?: number;
      readonly among?: readonly string[];
      readonly like?: RegExp;
      readonly format?: 'date-time';
    }
  | { readonly kind: 'integer' | 'number'; readonly min?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly of: Shape; readonly min?: number }
  /** Names of the sender's own, with values of one shape. */
  | {
      readonly kind: 'map';
      readonly of: Shape;
      readonly nameMax?: number;
      readonly namesMax?: number;
    }
  | { readonly kind: 'fields'; readonly fields: Fields; readonly open?: true }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
  /** `null` in JSON, the empty text in a form: how a value is taken away. */
  | { readonly kind: 'emptiable'; readonly of: Shape }
) & { readonly required?: boolean; readonly reported?: T };

export type Fields = { readonly [name: string]: Shape };

/** What is told in a shape, once it was checked. */
export type Reported<S> = S extends Shape<infer T> ? T : never;

type RequiredNames<F> = { [N in keyof F]: F[N] extends { required: true } ? N : never }[keyof F];
type SentFields<F> = { [N in RequiredNames<F>]: Reported<F[N]> } & {
  [N in Exclude<keyof F, RequiredNames<F>>]?: Reported<F[N]>;
};

export const integer: Shape<number> = { kind: 'integer' };
export const number: Shape<number> = { kind: 'number' };
export const boolean: Shape<boolean> = { kind: 'boolean' };

export function text(max?: number): Shape<string> {
  return max === undefined ? { kind: 'text' } : { kind: 'text', max };
}

/** At least one letter. */
export function filled(max?: number): Shape<string> {
  return { kind: 'text', min: 1, ...(max === undefined ? {} : { max }) };
}

export function like(form: RegExp, max?: number): Shape<string> {
  return { kind: 'text', like: form, ...(max === undefined ? {} : { max }) };
}

/** One of these words. */
export function oneOf<W extends string = string>(words: string): Shape<W> {
  return { kind: 'text', among: words.split(/\s+/) };
}

export function atLeast(min: number, kind: 'integer' | 'number' = 'number'): Shape<number> {
  return { kind, min };
}

export function list<S extends Shape>(of: S, min?: number): Shape<Reported<S>[]> {
  return min === undefined ? { kind: 'list', of } : { kind: 'list', of, min };
}

export function fields<const F extends Fields>(
  named: F,
): Shape<SentFields<F>> & { readonly kind: 'fields'; readonly fields: F } {
  return { kind: 'fields', fields: named };
}

/** Present, and without names of its own. */
export const nothing = fields({});

/** The names of one request that another does not take are left out. */
export function without(named: Fields, names: string): Fields {
  const left = new Set(names.split(/\s+/));
  return Object.fromEntries(Object.entries(named).filter(([name]) => !left.has(name)));
}

/** Takes names that it does not know. */
export function openFields(named: Fields): Shape<object> {
  return { kind: 'fields', fields: named, open: true };
}

export function either<A extends Shape, B extends Shape>(
  a: A,
  b: B,
): Shape<Reported<A> | Reported<B>> {
  return { kind: 'either', of: [a, b] };
}

export function emptiable<S extends Shape>(of: S): Shape<Reported<S> | null> {
  return { kind: 'emptiable', of };
}

export function must<S extends Shape>(shape: S): Shape<Reported<S>> & { readonly required: true } {
  return { ...shape, required: true } as Shape<Reported<S>> & { readonly required: true };
}
