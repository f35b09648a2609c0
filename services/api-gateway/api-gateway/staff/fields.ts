import { fieldPromises, type Field, type FieldOwner } from '#contracts/fields.ts';
import { wholeList } from '#contracts/shapes.ts';
import { hasPermission, systemActor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

/** Each service keeps the fields of its own things: whoever asks need not know which. */
const keepers = {
  product: 'product',
  variant: 'product',
  customer: 'customer',
  order_line: 'cart',
} as const satisfies Record<FieldOwner, string>;
const services = ['product', 'customer', 'cart'] as const;
const goods = ['product'] as const;
const each = (operation: keyof typeof fieldPromises) =>
  services.map((service) => [service, operation] as const);

const { listFields, listShownFields, putField, deleteField } = fieldPromises;

export const readFields = useCase({
  name: 'adminListFields',
  kind: 'query',
  audience: 'admin',
  access: ['settings:read', 'catalog:read'],
  calls: each('listFields'),
  input: listFields.input,
  output: listFields.output,
  perform: async ({ owner }, { invocation }, { call }) => {
    const ofGoods = owner === 'product' || owner === 'variant';
    const isReader = hasPermission(invocation.actor, 'settings:read');
    // Who reads products reads what their values mean; what customers are asked is not theirs.
    if (!isReader && owner !== undefined && !ofGoods) return notRead;
    const asked = owner === undefined ? (isReader ? services : goods) : [keepers[owner]];
    const asking = isReader ? invocation : { ...invocation, actor: systemActor('api-gateway') };
    const replies = await Promise.all(
      asked.map((service) => call[service].listFields({ owner }, asking)),
    );
    const fields: Field[] = [];
    for (const reply of replies) {
      if (!reply.ok) return reply;
      fields.push(...reply.value.items);
    }
    return ok(wholeList(fields));
  },
});

const notRead = fail('forbidden', 'This needs the permission settings:read.');

export const readShownFields = useCase({
  name: 'listFields',
  kind: 'query',
  audience: 'store',
  access: 'public',
  calls: each('listShownFields'),
  input: listShownFields.input,
  output: listShownFields.output,
  perform: ({ owner }, { invocation }, { call }) =>
    call[keepers[owner]].listShownFields({ owner }, invocation),
});

export const defineField = useCase({
  name: 'adminPutField',
  kind: 'command',
  audience: 'admin',
  access: 'settings:write',
  idempotency: 'natural',
  calls: each('putField'),
  input: putField.input,
  output: putField.output,
  perform: (field, { invocation }, { call }) =>
    call[keepers[field.owner]].putField(field, invocation),
});

export const removeField = useCase({
  name: 'adminDeleteField',
  kind: 'command',
  audience: 'admin',
  access: 'settings:write',
  idempotency: 'natural',
  calls: each('deleteField'),
  input: deleteField.input,
  output: deleteField.output,
  perform: (field, { invocation }, { call }) =>
    call[keepers[field.owner]].deleteField(field, invocation),
});
