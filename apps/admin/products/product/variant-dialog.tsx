import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Words } from '../../words/en.ts';
import { Conflict } from '../conflict.tsx';
import { headersOf, isOvertaken, type Variant } from '../product-commands.ts';
import { TextField } from './texts-panel.tsx';
import type { Command, Editing } from './use-product.ts';
import { differing, useTyped } from './use-typed.ts';

interface DialogShown {
  readonly editing: Editing;
  /** Undefined: a new one. */
  readonly variant: Variant | undefined;
  readonly onClose: () => void;
}

const path = '/v1/admin/products/{productId}/variants/{sku}' as const;

/** What is typed of a variant. */
type Typed = {
  readonly sku: string;
  readonly optionValues: readonly string[];
  readonly barcode: string;
  readonly weight: string;
  readonly taxClass: string;
  readonly tracked: boolean;
  readonly continues: boolean;
  readonly ships: boolean;
};

const typedOf = (variant: Variant | undefined, options: number): Typed => ({
  sku: variant?.sku ?? '',
  optionValues: Array.from({ length: options }, (_, at) => variant?.optionValues[at] ?? ''),
  barcode: variant?.barcode ?? '',
  weight: String(variant?.weightGrams ?? 0),
  taxClass: variant?.taxClass ?? 'standard',
  tracked: variant?.tracked ?? true,
  continues: variant?.inventoryPolicy === 'continue',
  ships: variant?.requiresShipping ?? true,
});

const grams = (weight: string): number | undefined =>
  /^\d{1,8}$/.test(weight.trim()) ? Number(weight.trim()) : undefined;

/** Of a known one what was changed alone: what others set meanwhile stands. */
function saving(typed: Typed, from: Typed | undefined): Command {
  const weightGrams = grams(typed.weight)!;
  const fields = {
    optionValues: typed.optionValues.map((value) => value.trim()),
    barcode: typed.barcode.trim(),
    weight: weightGrams,
    taxClass: typed.taxClass.trim(),
    tracked: typed.tracked,
    ships: typed.ships,
    continues: typed.continues ? ('continue' as const) : ('deny' as const),
  };
  const changed = from === undefined ? Object.keys(fields) : differing(from, typed);
  const body = Object.fromEntries(
    changed.map((key) => [
      nameInApi[key as keyof typeof fields],
      fields[key as keyof typeof fields],
    ]),
  );
  return (read) =>
    told(
      kontor.PATCH(path, {
        params: {
          path: { productId: read.productId, sku: typed.sku.trim() },
          header: headersOf(read),
        },
        body,
      }),
    );
}

const nameInApi = {
  optionValues: 'optionValues',
  barcode: 'barcode',
  weight: 'weightGrams',
  taxClass: 'taxClass',
  tracked: 'tracked',
  ships: 'requiresShipping',
  continues: 'inventoryPolicy',
} as const;

const removing =
  (sku: string): Command =>
  (read) =>
    told(
      kontor.DELETE(path, {
        params: { path: { productId: read.productId, sku }, header: headersOf(read) },
      }),
    );

export function VariantDialog({ editing, variant, onClose }: DialogShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { product, commanding } = editing;
  const editingOf = useVariant({ editing, variant, onClose });
  const { typed, type, from, contested, choose, letBe, trouble, run, save } = editingOf;
  const [isAsked, setAsked] = useState(false);
  if (contested.length > 0) {
    const fields = contested.map((key) => ({
      key,
      name: fieldName(key as keyof Typed, words),
      mine: readable(typed[key as keyof Typed], words),
      theirs: readable(from[key as keyof Typed], words),
    }));
    return (
      <Conflict
        fields={fields}
        isSending={commanding.isPending}
        onChosen={(mine) => save(choose(mine))}
        onClose={letBe}
      />
    );
  }
  return (
    <Modal title={page.variantTitle(variant?.sku ?? '')} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          save(typed);
        }}
      >
        <VariantFields
          typed={typed}
          options={product.options.map(({ name }) => name)}
          isNew={variant === undefined}
          onTyped={type}
        />
        {trouble !== undefined && (
          <p className="alert" role="alert">
            {trouble}
          </p>
        )}
        {isAsked && <p role="alert">{page.removeVariantWhat}</p>}
        <footer>
          {variant && (
            <button
              type="button"
              className="button danger"
              disabled={commanding.isPending}
              onClick={() => (isAsked ? run(removing(variant.sku)) : setAsked(true))}
            >
              {isAsked ? page.removeVariantSure(variant.sku) : page.removeVariant}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={commanding.isPending}>
            {page.save}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

/** What is typed of a variant and why it was not taken. */
function useVariant({ editing, variant, onClose }: DialogShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  const options = editing.product.options.length;
  const typing = useTyped<Typed>(typedOf(variant, options));
  const [trouble, setTrouble] = useState<string>();
  const refused = (error: unknown) => {
    setTrouble(isOvertaken(error) ? page.overtakenFields : textOf(error));
    if (!isOvertaken(error) || !variant) return;
    const now = editing.newest().variants.find(({ sku }) => sku === variant.sku);
    if (now) typing.overtake(typedOf(now, options));
    else setTrouble(page.variantGone);
  };
  const run = (sent: Command) => void editing.command(sent).then(onClose, refused);
  const save = (typed: Typed) => {
    const sku = typed.sku.trim();
    if (sku === '') return;
    const isKnown = editing.newest().variants.some((each) => each.sku === sku);
    // Under a SKU that the product has it would be set anew: a form of a new one knows nothing of it.
    if (!variant && isKnown) setTrouble(page.skuThere(sku));
    else if (variant && !isKnown) setTrouble(page.variantGone);
    else if (grams(typed.weight) === undefined) setTrouble(page.weightWrong);
    else if (variant && differing(typing.from, typed).length === 0) onClose();
    else run(saving(typed, variant && typing.from));
  };
  return { ...typing, trouble, run, save };
}

function readable(value: Typed[keyof Typed], { products: { page } }: Words): string {
  if (typeof value === 'boolean') return value ? page.yes : page.no;
  return typeof value === 'string' ? value : value.join(', ');
}

function fieldName(key: keyof Typed, { products: { page } }: Words): string {
  return key === 'optionValues' ? page.optionValues : page[key];
}

interface FieldsShown {
  readonly typed: Typed;
  readonly options: readonly string[];
  readonly isNew: boolean;
  readonly onTyped: (fields: Partial<Typed>) => void;
}

function VariantFields({ typed, options, isNew, onTyped }: FieldsShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const isWrong = grams(typed.weight) === undefined;
  const text = (name: 'barcode' | 'weight' | 'taxClass', most: number) => ({
    most,
    value: typed[name],
    mayEdit: true,
    onTyped: (value: string) => onTyped({ [name]: value }),
  });
  const switches = ['tracked', 'continues', 'ships'] as const;
  return (
    <>
      <div className="two">
        <TextField
          label={page.sku}
          most={64}
          value={typed.sku}
          mayEdit={isNew}
          onTyped={(sku) => onTyped({ sku })}
        />
        {options.map((name, at) => (
          <TextField
            key={name}
            label={name}
            most={255}
            value={typed.optionValues[at] ?? ''}
            mayEdit
            onTyped={(value) => onTyped({ optionValues: typed.optionValues.with(at, value) })}
          />
        ))}
        <TextField label={page.barcode} {...text('barcode', 64)} />
        <TextField
          label={page.weight}
          {...text('weight', 8)}
          {...(isWrong && { wrong: page.weightWrong })}
        />
        <TextField label={page.taxClass} {...text('taxClass', 64)} />
      </div>
      {switches.map((name) => (
        <label key={name} className="switch">
          <input
            type="checkbox"
            className="tick"
            checked={typed[name]}
            onChange={({ target }) => onTyped({ [name]: target.checked })}
          />
          {page[name]}
        </label>
      ))}
    </>
  );
}
