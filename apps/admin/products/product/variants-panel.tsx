import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../session/use-session.ts';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Variant } from '../product-commands.ts';
import type { Channel } from '../use-channels.ts';
import { PriceField } from './price-field.tsx';
import type { PanelShown } from './product-page.tsx';
import { TextField } from './texts-panel.tsx';
import { VariantDialog } from './variant-dialog.tsx';

/** A row a variant, and what it costs in each channel in which the product is listed. */
export function VariantsPanel({ editing, channels, mayEdit }: PanelShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { product, draft, set } = editing;
  const [edited, setEdited] = useState<Variant | 'new'>();
  const listed = channels.filter(({ code }) => product.channels.includes(code));
  return (
    <section className="panel" aria-labelledby="variants">
      <header>
        <h2 id="variants">{page.variants}</h2>
        {mayEdit && (
          <div className="right">
            <button type="button" className="button" onClick={() => setEdited('new')}>
              {page.addVariant}
            </button>
          </div>
        )}
      </header>
      <div className="fields">
        <TextField
          label={page.options}
          what={page.optionsWhat}
          most={800}
          value={draft.optionNames}
          mayEdit={mayEdit}
          onTyped={(optionNames) => set({ optionNames })}
        />
      </div>
      {product.variants.length === 0 ? (
        <p className="fields muted">{page.noVariants}</p>
      ) : (
        <VariantTable panel={{ editing, channels, mayEdit }} listed={listed} onEdit={setEdited} />
      )}
      {product.variants.length > 0 && listed.length === 0 && (
        <p className="fields muted">{page.noListings}</p>
      )}
      {edited && (
        <VariantDialog
          editing={editing}
          variant={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

interface TableShown {
  readonly panel: PanelShown;
  readonly listed: readonly Channel[];
  readonly onEdit: (variant: Variant) => void;
}

function VariantTable({ panel, listed, onEdit }: TableShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const { product } = panel.editing;
  return (
    <div className="scrolled">
      <table className="num variants">
        <thead>
          <tr>
            <th scope="col">{page.sku}</th>
            {product.options.map(({ name }) => (
              <th key={name} scope="col" className="hide-s">
                {name}
              </th>
            ))}
            {listed.map(({ code, name }) => (
              <th key={code} scope="col">
                {page.price}, {name}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{page.editVariant('')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {product.variants.map((variant) => (
            <VariantRow
              key={variant.sku}
              variant={variant}
              listed={listed}
              panel={panel}
              onEdit={() => onEdit(variant)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowShown {
  readonly variant: Variant;
  readonly listed: readonly Channel[];
  readonly panel: PanelShown;
  readonly onEdit: () => void;
}

function VariantRow({ variant, listed, panel, onEdit }: RowShown) {
  const { words } = usePageSpeech();
  const { page } = words.products;
  const may = useMay();
  const { sku, optionValues } = variant;
  const { editing, mayEdit } = panel;
  return (
    <tr>
      <td>
        {may('inventory:read') ? (
          <Link className="row-link" to="/stock/$sku" params={{ sku }}>
            {sku}
          </Link>
        ) : (
          <b>{sku}</b>
        )}
      </td>
      {editing.product.options.map(({ name }, at) => (
        <td key={name} className="hide-s">
          {optionValues[at]}
        </td>
      ))}
      {listed.map((channel) => (
        <td key={channel.code}>
          <PriceField editing={editing} variant={variant} channel={channel} mayEdit={mayEdit} />
        </td>
      ))}
      <td className="r">
        {mayEdit && (
          <button
            type="button"
            className="button square"
            aria-label={page.editVariant(sku)}
            onClick={onEdit}
          >
            <Icon name="more" />
          </button>
        )}
      </td>
    </tr>
  );
}
