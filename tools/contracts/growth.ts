import type { Bounds, Promises, Told, ToldOperation } from './promise.ts';

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
      ...grows(type, was.data, is.data, is.version > was.version),
    ];
  });
  return [...operations, ...events];
}

function ofOperation(name: string, was: ToldOperation, is: ToldOperation): string[] {
  const found = versions(name, was, is);
  if (was.kind !== is.kind) found.push(`${name} was a ${was.kind} and is a ${is.kind}`);
  if (was.idempotency !== is.idempotency)
    found.push(`${name} was repeatable by ${was.idempotency} and is by ${is.idempotency}`);
  found.push(...grows(`${name} input`, was.input, is.input, is.version > was.version));
  found.push(...grows(`${name} output`, was.output, is.output, false));
  for (const [code, failure] of Object.entries(was.failures)) {
    const still = is.failures[code];
    if (!still) found.push(`${name} fails no more with ${code}: keep it declared`);
    else if (still.kind !== failure.kind)
      found.push(`${name} ${code} was ${failure.kind} and is ${still.kind}: use a new slug`);
    else found.push(...grows(`${name} ${code}`, failure.detail, still.detail, false));
  }
  return found;
}

function versions(name: string, was: { version: number }, is: { version: number }): string[] {
  return is.version < was.version ? [`${name} went back to version ${is.version}`] : [];
}

/** `isRaised`: who knows the version of before is never told what there is now. */
function grows(place: string, was: Told, is: Told, isRaised: boolean): string[] {
  const back = isRaised ? [] : misfits(place, is, was, 'the version before cannot read it');
  return [
    ...new Set([
      ...lost(place, was, is),
      ...misfits(place, was, is, 'what the version before tells is refused'),
      ...back,
    ]),
  ];
}

/** Fields that are gone; also those that nobody had to read. */
function lost(place: string, was: Told, is: Told): string[] {
  if ('orNull' in was) return lost(place, was.orNull, 'orNull' in is ? is.orNull : is);
  if ('orNull' in is) return lost(place, was, is.orNull);
  if ('list' in was && 'list' in is) return lost(`${place}[]`, was.list, is.list);
  if ('values' in was && 'values' in is) return lost(`${place}{}`, was.values, is.values);
  if (!('fields' in was) || !('fields' in is)) return [];
  const [old, now] = [fieldsOf(was.fields), fieldsOf(is.fields)];
  return [...old].flatMap(([name, field]) => {
    const still = now.get(name);
    return still
      ? lost(`${place}.${name}`, field.told, still.told)
      : [`${place}.${name} is gone: keep telling it`];
  });
}

function misfits(place: string, writer: Told, reader: Told, why: string): string[] {
  if ('anything' in reader) return [];
  if ('orNull' in writer)
    return 'orNull' in reader
      ? misfits(place, writer.orNull, reader.orNull, why)
      : [`${place} may be null: ${why}`];
  if ('orNull' in reader) return misfits(place, writer, reader.orNull, why);
  if ('oneOf' in writer)
    return writer.oneOf.flatMap((option) => misfits(place, option, reader, why)).slice(0, 1);
  if ('oneOf' in reader) {
    const isRead =
      reader.open ?? reader.oneOf.some((one) => misfits(place, writer, one, why).length === 0);
    return isRead
      ? []
      : [`${place} has a shape more or another one: ${why}; declare it open a release before`];
  }
  if ('words' in writer || 'words' in reader) return misfitWords(place, writer, reader, why);
  if ('fields' in writer && 'fields' in reader) return misfitFields(place, writer, reader, why);
  if ('list' in writer && 'list' in reader)
    return [
      ...misfits(`${place}[]`, writer.list, reader.list, why),
      ...outOf(place, writer, reader, why),
    ];
  if ('values' in writer && 'values' in reader)
    return [
      ...misfits(`${place}{}`, writer.values, reader.values, why),
      ...misfits(`${place}{key}`, writer.keys, reader.keys, why),
    ];
  if ('type' in writer && 'type' in reader) {
    const isWider = writer.type === 'integer' && reader.type === 'number';
    if ((writer.type !== reader.type && !isWider) || (reader.form && writer.form !== reader.form))
      return [`${place} is of another type or form: ${why}; add a field beside it`];
    return outOf(place, writer, reader, why);
  }
  return [`${place} is of another type: ${why}; add a field beside it`];
}

function misfitWords(place: string, writer: Told, reader: Told, why: string): string[] {
  if (!('words' in writer)) return [`${place} is no longer one of a few words: ${why}`];
  if (!('words' in reader)) {
    const isText = 'type' in reader && reader.type === 'string' && !reader.form;
    return isText ? [] : [`${place} is of another type: ${why}; add a field beside it`];
  }
  if (reader.open) return [];
  const unknown = writer.words.filter((word) => !reader.words.includes(word));
  return unknown.map(
    (word) => `${place} knows "${String(word)}": ${why}; declare it open a release before`,
  );
}

function misfitFields(
  place: string,
  writer: Extract<Told, { fields: object }>,
  reader: Extract<Told, { fields: object }>,
  why: string,
): string[] {
  const written = fieldsOf(writer.fields);
  return [...fieldsOf(reader.fields)].flatMap(([name, { told, mark }]) => {
    const field = written.get(name);
    const isThere = field !== undefined && field.mark !== '?';
    const found = field ? misfits(`${place}.${name}`, field.told, told, why) : [];
    if (mark === '' && !isThere)
      found.push(
        `${place}.${name} must be there and may be missing: ${why}; make it optional or give it a default`,
      );
    return found;
  });
}

function fieldsOf(fields: Readonly<Record<string, Told>>) {
  return new Map(
    Object.entries(fields).map(([marked, told]) => {
      const mark = /[?=]$/.exec(marked)?.[0] ?? '';
      return [marked.slice(0, marked.length - mark.length), { told, mark }];
    }),
  );
}

type Bounded = { readonly bounds?: Bounds };

function outOf(place: string, writer: Bounded, reader: Bounded, why: string): string[] {
  const { least = -Infinity, most = Infinity } = writer.bounds ?? {};
  const { least: low = -Infinity, most: high = Infinity } = reader.bounds ?? {};
  return least < low || most > high ? [`${place} has other bounds: ${why}`] : [];
}
