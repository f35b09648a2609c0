import { platformFailureKinds, type FailureKind, type OperationShape } from '#kernel/contract.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';

export type AnyReply = Result<unknown, Failure>;

const platformKinds: Readonly<Record<string, FailureKind>> = platformFailureKinds;

/** Whether a reader of the contract knows the failure. */
export function isDeclared({ failures }: OperationShape, { code }: Failure): boolean {
  return Object.hasOwn(failures, code) || Object.hasOwn(platformKinds, code);
}

/** As a reply leaves for another process: a failure with its kind, for readers of before it was declared. */
export function encodeReply(shape: OperationShape, reply: AnyReply): AnyReply {
  if (reply.ok) return reply;
  const { failure } = reply;
  const kind = shape.failures[failure.code]?.kind ?? platformKinds[failure.code] ?? failure.kind;
  return kind === undefined ? reply : { ok: false, failure: { ...failure, kind } };
}

/**
 * A reply as its reader's contract knows it. A failure that it does not declare keeps its slug and
 * its kind; details that nobody here can read are left out.
 * @throws ZodError where the answer is not what the contract promises
 */
export function parseReply(shape: OperationShape, reply: AnyReply): AnyReply {
  if (reply.ok) return ok(shape.output.parse(reply.value ?? undefined));
  const { code, message, detail, kind } = reply.failure;
  const declared = shape.failures[code];
  if (declared)
    return { ok: false, failure: { code, message, detail: declared.detail.parse(detail) } };
  const isKnown = isDeclared(shape, reply.failure) || kind === undefined;
  return { ok: false, failure: { code, message, detail: null, ...(isKnown ? {} : { kind }) } };
}
