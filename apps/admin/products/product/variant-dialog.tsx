import { told } from '@kontor/sdk';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { headersOf, isOvertaken, type Variant } from '../product-commands.ts';
import { TextField } from './texts-panel.tsx';
import type { Command, Editing } from './use-product.ts';

interface DialogShown {
  readonly editing: Editing;
  /** Undefined: a new one. */
  readonly variant: Variant | undefined;
  readonly onClose: () => void;
}

const path = '/v1/admin/products/{productId}/variants/{sku}' as const;

/** What is typed of a variant. */
interface Typed {
  readonly sku: string;
  readonly optionValues: readonly string[];
  readonly barcode: string;
  readonly weight: string;
  readonly taxClass: string;
  readonly tracked: boolean;
  readonly continues: boolean;
  readonly ships: boolean;
}

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

const saving =
  (typed: Typed): Command =>
  (read) =>
    told(
      kontor.PATCH(path, {
        params: {
          path: { productId: read.productId, sku: typed.sku.trim() },
          header: headersOf(read),
        },
        body: {
          optionValues: typed.optionValues.map((value) => value.trim()),
          barcode: typed.barcode.trim(),
          weightGrams: Math.max(0, Math.round(Number(typed.weight) || 0)),
          taxClass: typed.taxClass.trim(),
          tracked: typed.tracked,
          requiresShipping: typed.ships,
          inventoryPolicy: typed.continues ? 'continue' : 'deny',
        },
      }),
    );

const removing =
  (sku: string): Command =>
  (read) =>
    told(
      kontor.DELETE(path, {
        params: { path: { productId: read.productId, sku }, header: headersOf(read) },
      }),
    );

export function VariantDialog({ editing, variant, onClose }: DialogShown) {
  const { words } = useSpeech();
  const { page } = words.products;
  const textOf = useProblemText();
  const { product, command, commanding } = editing;
  const [typed, setTyped] = useState(() => typedOf(variant, product.options.length));
  const [error, setError] = useState<unknown>();
  const run = (sent: Command) => void command(sent).then(onClose, setError);
  return (
    <Modal title={page.variantTitle(variant?.sku ?? '')} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.sku.trim() !== '') run(saving(typed));
        }}
      >
        <VariantFields
          typed={typed}
          options={product.options.map(({ name }) => name)}
          isNew={variant === undefined}
          onTyped={(fields) => setTyped({ ...typed, ...fields })}
        />
        {error !== undefined && (
          <p className="alert" role="alert">
            {isOvertaken(error) ? page.overtaken : textOf(error)}
          </p>
        )}
        <footer>
          {variant && (
            <button
              type="button"
              className="button danger"
              disabled={commanding.isPending}
              onClick={() => run(removing(variant.sku))}
            >
              {page.removeVariant}
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

interface FieldsShown {
  readonly typed: Typed;
  readonly options: readonly string[];
  readonly isNew: boolean;
  readonly onTyped: (fields: Partial<Typed>) => void;
}

function VariantFields({ typed, options, isNew, onTyped }: FieldsShown) {
  const { words } = useSpeech();
  const { page } = words.products;
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
        <TextField label={page.weight} {...text('weight', 8)} />
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
