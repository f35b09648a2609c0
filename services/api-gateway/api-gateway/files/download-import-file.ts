import { Readable } from 'node:stream';
import { z } from 'zod';
import { importPromises } from '#contracts/product/files/imports.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { partStream } from './part-stream.ts';

const partTimeMs = 20_000;

/** The report of an import, or the rows that were refused, as one file. */
export const downloadImportFile = useCase({
  name: 'adminGetProductImportFile',
  kind: 'query',
  audience: 'admin',
  access: 'catalog:read',
  // A file that leaves the shop is nothing for who lost the right a minute ago.
  effect: 'lasting',
  calls: [['product', 'getProductImportPart']],
  input: importPromises.getProductImportPart.input.omit({ after: true }),
  output: z.strictObject({ fileName: z.string(), body: z.instanceof(Readable) }),
  perform: async ({ importId, file }, { invocation }, { call }) => {
    const read = (after: number) =>
      call.product.getProductImportPart({ importId, file, after }, inTimeOfItsOwn(invocation));
    const first = await read(0);
    if (!first.ok) return first;
    const body = partStream(first.value, async (after) => valueOf(await read(after)));
    return ok({ fileName: `${file}-${importId}.csv`, body });
  },
});

/** A file takes longer than a request: each of its parts has the time of one. */
export function inTimeOfItsOwn(invocation: Invocation): Invocation {
  return { ...invocation, deadlineMs: clock.nowMs() + partTimeMs };
}

/** @throws where a part is refused in the middle */
export function valueOf<Value>(result: Result<Value, Failure>): Value {
  if (result.ok) return result.value;
  throw new Error(`the next part of a file was refused: ${result.failure.code}`);
}
