import { z } from 'zod';
import { guardFields } from './body-guard.ts';
import type { FieldProblem, Refusal } from '../replies/problem.ts';
import type { NamedOffer } from '../desk/prepared-use-case.ts';
import { bodyUnexpected, keyRequired, requestInvalid } from '../replies/refusals.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface GivenFields {
  readonly params: Fields;
  readonly query: Fields;
  readonly body: unknown;
}

export type Validated =
  | { readonly params: unknown; readonly query: unknown; readonly body: unknown }
  | { readonly refused: Refusal };

/** Parses what a request gives by the route's schemas, in the order of precedence of its refusals. */
export function validateRequest(
  offer: Pick<NamedOffer, 'params' | 'query' | 'body' | 'keyRequired'>,
  given: GivenFields,
  idempotencyKey: string | undefined,
): Validated {
  const refused = guardFields(given.params, 'path') ?? guardFields(given.query, 'query');
  if (refused) return { refused };
  if (offer.keyRequired && idempotencyKey === undefined) return { refused: keyRequired };
  const { body: bodySchema } = offer;
  if (!bodySchema && !isEmpty(given.body)) return { refused: bodyUnexpected };
  const errors: FieldProblem[] = [];
  noteRepeated(offer.query, given.query, errors);
  const params = parse(offer.params, given.params, 'path', errors);
  const query = parse(offer.query, given.query, 'query', errors);
  const body = bodySchema ? parse(bodySchema, given.body ?? {}, '', errors) : undefined;
  return errors.length > 0 ? { refused: requestInvalid(errors) } : { params, query, body };
}

/** What the contract refuses of an assembled input: bounds that the route's schemas do not know. */
export function validateInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  return new InputRefused(
    requestInvalid(parsed.error.issues.flatMap((issue) => reported(issue, ''))),
  );
}

export class InputRefused {
  readonly refused: Refusal;

  constructor(refused: Refusal) {
    this.refused = refused;
  }
}

function isEmpty(body: unknown): boolean {
  if (body === undefined || body === null) return true;
  return typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0;
}

function noteRepeated(schema: z.ZodType, query: Fields, errors: FieldProblem[]): void {
  const known = 'shape' in schema ? (schema.shape as Readonly<Record<string, z.ZodType>>) : {};
  for (const name of Object.keys(query)) {
    if (!Array.isArray(query[name]) || takesSeveral(known[name])) continue;
    const message = 'A query parameter may be given once.';
    errors.push({ field: `query.${name}`, code: 'repeated', message });
  }
}

/** Whether a parameter may be given several times: an array is one of the forms that it has. */
function takesSeveral(schema: z.ZodType | undefined): boolean {
  if (schema === undefined) return false;
  if (schema instanceof z.ZodOptional) return takesSeveral(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) {
    return (schema.options as readonly z.ZodType[]).some((option) => takesSeveral(option));
  }
  return schema instanceof z.ZodArray;
}

function parse(schema: z.ZodType, value: unknown, place: string, errors: FieldProblem[]): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const already = new Set(errors.map(({ field }) => field));
  for (const issue of parsed.error.issues) {
    errors.push(...reported(issue, place, schema).filter(({ field }) => !already.has(field)));
  }
  return undefined;
}

function reported(issue: z.core.$ZodIssue, place: string, schema?: z.ZodType): FieldProblem[] {
  const path = place === '' ? issue.path : [place, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({
      field: [...path, key.slice(0, 100)].join('.'),
      code: 'unknown_field',
      message:
        place === 'query' ? knownNames(schema) : 'This field is not known here; leave it out.',
    }));
  }
  return [{ field: path.join('.'), code: issue.code, message: issue.message }];
}

/** Of a filter that is not there whoever asks wants to know which are. */
function knownNames(schema: z.ZodType | undefined): string {
  const names = schema && 'shape' in schema ? Object.keys(schema.shape as object) : [];
  if (names.length === 0) return 'No parameter is known here; leave it out.';
  return `This parameter is not known here. There are ${names.join(', ')}.`;
}
