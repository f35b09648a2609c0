import { isWidened } from './wider-bounds.ts';
import type { Bounds, Promises, Reported, PromisedOperation } from './promise.ts';

/**
 * Whether two releases can run side by side: what either of them tells, the other one reads. An
 * input or an event whose version was raised is told to nobody who does not know that version.
 * @returns a sentence for each promise that was broken, with what to do
 */
export function brokenPromises(before: Promises, now: Promises): string[] {
  const operations = Object.entries(before.operations).flatMap(([name, was]) => {
    const is = now.operations[name];
    return is ? ofOperation(name, was, is) : [`${name} is gone: its callers still ask for it`];
  });
  const events = Object.entries(before.events).flatMap(([type, was]) => {
    const is = now.events[type];
    if (!is) return [`${type} is told no more: who hears it still waits for it`];
    return [
      ...versions(type, was, is),
      ...grows(type, was.data, is.data, is.version > was.version ? 'nobody' : 'event'),
    ];
  });
  return [...operations, ...events];
}

function ofOperation(name: string, was: PromisedOperation, is: PromisedOperation): string[] {
  const found = versions(name, was, is);
  if (was.kind !== is.kind) found.push(`${name} was a ${was.kind} and is a ${is.kind}`);
  if (was.idempotency !== is.idempotency)
    found.push(`${name} was repeatable by ${was.idempotency} and is by ${is.idempotency}`);
  const asked = is.version > was.version ? 'nobody' : 'input';
  found.push(...grows(`${name} input`, was.input, is.input, asked));
  found.push(...grows(`${name} output`, was.output, is.output, 'output'));
  for (const [code, failure] of Object.entries(was.failures)) {
    const still = is.failures[code];
    if (!still) found.push(`${name} fails no more with ${code}: keep it declared`);
    else if (still.kind !== failure.kind)
      found.push(`${name} ${code} was ${failure.kind} and is ${still.kind}: use a new slug`);
    else found.push(...grows(`${name} ${code}`, failure.detail, still.detail, 'output'));
  }
  return found;
}

function versions(name: string, was: { version: number }, is: { version: number }): string[] {
  return is.version < was.version ? [`${name} went back to version ${is.version}`] : [];
}

/** Who reads what another version tells, and what to do where it does not fit. */
interface Reading {
  readonly why: string;
  /** A word or a shape that the reader does not know. */
  readonly unknown: string;
  /** Null or a number out of bounds. */
  readonly outside: string;
  /** What must be there for the reader and may be missing. */
  readonly missing: string;
}

const byNewer: Reading = {
  why: 'what the version before tells is refused',
  unknown: 'go on reading it',
  outside: 'go on reading it',
  missing: 'make it optional or give it a default',
};

const why = 'the version before cannot read it';
const openBefore = 'declare it open a release before';
const besideIt = 'add a field beside it';
const raiseOperation = 'raise the version of the operation';
const raiseDocument = 'or let a release read the next version before one writes it';
const raiseEvent = 'or raise the version of the event';

/** Inputs are never open: what is asked means something, and who does not know it must not do it. */
const byOlder = {
  input: { why, unknown: raiseOperation, outside: raiseOperation, missing: raiseOperation },
  output: { why, unknown: openBefore, outside: besideIt, missing: 'go on telling it' },
  event: {
    why,
    unknown: `${openBefore}, ${raiseEvent}`,
    outside: `${besideIt}, ${raiseEvent}`,
    missing: `go on telling it, ${raiseEvent}`,
  },
  document: {
    why,
    unknown: `${openBefore}, ${raiseDocument}`,
    outside: `${besideIt}, ${raiseDocument}`,
    missing: `go on writing it, ${raiseDocument}`,
  },
} satisfies Record<string, Reading>;

/** `told`: as what an older version gets it; nobody gets it who does not know a raised version. */
export function grows(
  place: string,
  was: Reported,
  is: Reported,
  reported: keyof typeof byOlder | 'nobody',
): string[] {
  return [
    ...new Set([
      ...lost(place, was, is),
      ...misfits(place, was, is, byNewer),
      ...(reported === 'nobody' ? [] : misfits(place, is, was, byOlder[reported])),
    ]),
  ];
}

/** Fields that are gone; also those that nobody had to read. */
function lost(place: string, was: Reported, is: Reported): string[] {
  if ('orNull' in was) return lost(place, was.orNull, 'orNull' in is ? is.orNull : is);
  if ('orNull' in is) return lost(place, was, is.orNull);
  if ('list' in was && 'list' in is) return lost(`${place}[]`, was.list, is.list);
  if ('values' in was && 'values' in is) return lost(`${place}{}`, was.values, is.values);
  if (!('fields' in was) || !('fields' in is)) return [];
  const [old, now] = [fieldsOf(was.fields), fieldsOf(is.fields)];
  return [...old].flatMap(([name, field]) => {
    const still = now.get(name);
    return still
      ? lost(`${place}.${name}`, field.reported, still.reported)
      : [`${place}.${name} is gone: keep telling it`];
  });
}

function misfits(place: string, writer: Reported, reader: Reported, by: Reading): string[] {
  if ('anything' in reader) return [];
  if ('orNull' in writer)
    return 'orNull' in reader
      ? misfits(place, writer.orNull, reader.orNull, by)
      : [`${place} may be null: ${by.why}; ${by.outside}`];
  if ('orNull' in reader) return misfits(place, writer, reader.orNull, by);
  if ('oneOf' in writer)
    return writer.oneOf.flatMap((option) => misfits(place, option, reader, by)).slice(0, 1);
  if ('oneOf' in reader) {
    const isRead =
      reader.open ?? reader.oneOf.some((one) => misfits(place, writer, one, by).length === 0);
    return isRead ? [] : [`${place} has a shape more or another one: ${by.why}; ${by.unknown}`];
  }
  if ('words' in writer || 'words' in reader) return misfitWords(place, writer, reader, by);
  if ('fields' in writer && 'fields' in reader) return misfitFields(place, writer, reader, by);
  if ('list' in writer && 'list' in reader)
    return [
      ...misfits(`${place}[]`, writer.list, reader.list, by),
      ...outOf(place, writer, reader, by),
    ];
  if ('values' in writer && 'values' in reader)
    return [
      ...misfits(`${place}{}`, writer.values, reader.values, by),
      ...misfits(`${place}{key}`, writer.keys, reader.keys, by),
    ];
  if ('type' in writer && 'type' in reader) {
    const isWider = writer.type === 'integer' && reader.type === 'number';
    const isOther = reader.form !== undefined && knownAs(writer.form) !== knownAs(reader.form);
    if ((writer.type !== reader.type && !isWider) || isOther)
      return [`${place} is of another type or form: ${by.why}; add a field beside it`];
    return outOf(place, writer, reader, by);
  }
  return [`${place} is of another type: ${by.why}; add a field beside it`];
}

/**
 * E-mail addresses as release 0.2.0 knew them. What it does not read is an order or account of such an
 * address while both releases run: a dead letter, which is taken again once all is new.
 */
const emailsBefore =
  "^(?:[A-Za-z0-9_'+\\-]+\\.)*[A-Za-z0-9_'+\\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$";

function knownAs(form: string | undefined): string | undefined {
  return form === emailsBefore ? 'email' : form;
}

function misfitWords(place: string, writer: Reported, reader: Reported, by: Reading): string[] {
  if (!('words' in writer))
    return [`${place} is no longer one of a few words: ${by.why}; ${by.outside}`];
  if (!('words' in reader)) {
    const isText = 'type' in reader && reader.type === 'string' && !reader.form;
    return isText ? [] : [`${place} is of another type: ${by.why}; add a field beside it`];
  }
  if (reader.open) return [];
  const unknown = writer.words.filter((word) => !reader.words.includes(word));
  return unknown.map((word) => `${place} knows "${String(word)}": ${by.why}; ${by.unknown}`);
}

function misfitFields(
  place: string,
  writer: Extract<Reported, { fields: object }>,
  reader: Extract<Reported, { fields: object }>,
  by: Reading,
): string[] {
  const written = fieldsOf(writer.fields);
  return [...fieldsOf(reader.fields)].flatMap(([name, { reported, mark }]) => {
    const field = written.get(name);
    const isThere = field !== undefined && field.mark !== '?';
    const found = field ? misfits(`${place}.${name}`, field.reported, reported, by) : [];
    if (mark === '' && !isThere)
      found.push(`${place}.${name} must be there and may be missing: ${by.why}; ${by.missing}`);
    return found;
  });
}

function fieldsOf(fields: Readonly<Record<string, Reported>>) {
  return new Map(
    Object.entries(fields).map(([marked, reported]) => {
      const mark = /[?=]$/.exec(marked)?.[0] ?? '';
      return [marked.slice(0, marked.length - mark.length), { reported, mark }];
    }),
  );
}

type Bounded = { readonly bounds?: Bounds };

function outOf(place: string, writer: Bounded, reader: Bounded, by: Reading): string[] {
  const { least = -Infinity, most = Infinity } = writer.bounds ?? {};
  const { least: low = -Infinity, most: high = Infinity } = reader.bounds ?? {};
  if (least >= low && isWidened(place, high, most)) return [];
  return least < low || most > high ? [`${place} has other bounds: ${by.why}; ${by.outside}`] : [];
}
