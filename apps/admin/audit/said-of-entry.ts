import type { LinkProps } from '@tanstack/react-router';

const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

/** The name that words are kept under: services name their operations in snake case or in camel case. */
export const keyOfOperation = (operation: string): string =>
  operation.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An operation as people read it. */
export function operationSaid(operation: string, names: Readonly<Record<string, string>>): string {
  const key = keyOfOperation(operation);
  return names[key] ?? sentence(key.replaceAll('_', ' '));
}

/** Of what one import brought in: `90 products`. */
const counted = /^(\d+) products$/;

/** What stands before a subject's name: `order:0190…` and `page default privacy` begin with a kind. */
export function kindOf(
  subject: string,
  names: Readonly<Record<string, string>>,
): string | undefined {
  if (counted.test(subject)) return 'products';
  const kinds = Object.keys(names).toSorted((one, other) => other.length - one.length);
  return kinds.find(
    (kind) => subject === kind || subject.startsWith(`${kind}:`) || subject.startsWith(`${kind} `),
  );
}

/** A subject as people read it; of ids that nobody reads, the end tells one from the other. */
export function subjectSaid(subject: string, names: Readonly<Record<string, string>>): string {
  const kind = kindOf(subject, names);
  const shortened = (text: string): string => text.replaceAll(uuid, (id) => `…${id.slice(-4)}`);
  if (kind === undefined) return shortened(subject);
  const [, count] = counted.exec(subject) ?? [];
  if (count !== undefined) return `${count} ${names[kind]}`;
  return `${names[kind]} ${shortened(subject.slice(kind.length + 1))}`.trim();
}

/** The page of the thing, where it has one of its own. */
export function pageOfSubject(subject: string): LinkProps | undefined {
  const [, kind = '', id = ''] = /^([a-z_]+)[: ](\S+)$/.exec(subject) ?? [];
  switch (kind) {
    case 'order':
      return { to: '/orders/$orderId', params: { orderId: id } };
    case 'customer':
      return { to: '/customers/$customerId', params: { customerId: id } };
    case 'ticket':
      return { to: '/tickets/$ticketId', params: { ticketId: id } };
    case 'product':
      return { to: '/products/$productId', params: { productId: id } };
    case 'fulfillment':
      return { to: '/fulfillment/$fulfillmentId', params: { fulfillmentId: id } };
    case 'message':
      return { to: '/messages/$messageId', params: { messageId: id } };
    case 'collection':
      return { to: '/collections/$handle', params: { handle: id } };
    case 'sku':
      return { to: '/stock/$sku', params: { sku: id } };
    default:
      return undefined;
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
