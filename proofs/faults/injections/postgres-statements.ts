import type { Reading } from './proxy-link.ts';

const lengthBytes = 4;
/** Goes before the text of a statement between `begin` and the end of its transaction. */
const inside = 'in a transaction: ';

/**
 * Reads a client's side of PostgreSQL's protocol and tells the text of every statement that it
 * sends: of plain queries, and of prepared ones, which later go by their name alone.
 */
export function postgresStatements(): Reading {
  const named = new Map<string, string>();
  let transaction = false;
  const report = (text: string): string => {
    const ends = /^\s*(?:commit|rollback)\b/i.test(text);
    const reported = transaction && !ends ? `${inside}${text}` : text;
    if (ends) transaction = false;
    else if (/^\s*begin\b/i.test(text)) transaction = true;
    return reported;
  };
  let left: Buffer = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    left = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    const reported: string[] = [];
    for (;;) {
      // The first message, with the user's name, has no type.
      const head = started ? 1 : 0;
      if (left.length < head + lengthBytes) return reported;
      const end = head + left.readInt32BE(head);
      if (left.length < end) return reported;
      const type = started ? String.fromCodePoint(left[0]!) : '';
      const body = left.subarray(head + lengthBytes, end);
      left = left.subarray(end);
      started = true;
      if (type === 'Q') reported.push(report(textAt(body, 0).text));
      if (type === 'P') {
        const { text: name, end: textStart } = textAt(body, 0);
        named.set(name, textAt(body, textStart).text);
      }
      if (type === 'B') {
        const { end: nameStart } = textAt(body, 0);
        reported.push(report(named.get(textAt(body, nameStart).text) ?? ''));
      }
    }
  };
}

function textAt(body: Buffer, start: number): { text: string; end: number } {
  const zero = body.indexOf(0, start);
  return { text: body.toString('utf8', start, zero), end: zero + 1 };
}

/**
 * Whether PostgreSQL commits with it: `commit` itself, or a statement that changes rows outside a
 * transaction.
 */
export function isCommit(statement: string): boolean {
  if (statement.startsWith(inside)) return false;
  if (statement.toLowerCase() === 'commit') return true;
  return /\b(?:insert\s+into|update\s+\w|delete\s+from)/i.test(statement);
}

const readyOutsideTransaction = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** The server says that no transaction is open any more: what there was is committed. */
export function saysCommitted(answer: Buffer): boolean {
  return answer.includes(readyOutsideTransaction);
}
