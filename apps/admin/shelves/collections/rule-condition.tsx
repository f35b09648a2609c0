import type { ReactNode } from 'react';
import { useFields } from '../../products/use-fields.ts';
import { useCategories } from '../../products/use-categories.ts';
import type { Channel } from '../../products/use-channels.ts';
import { Icon } from '../../shell/icon.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { ruleFields, type Draft } from './rule-draft.ts';

interface ConditionShown {
  readonly draft: Draft;
  readonly at: number;
  readonly channels: readonly Channel[];
  readonly onTyped: (fields: Partial<Draft>) => void;
  readonly onRemoved: () => void;
}

/** What is looked at, and what it is to be. */
export function RuleCondition(shown: ConditionShown) {
  const { draft, at, onTyped, onRemoved } = shown;
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  return (
    <li className="condition">
      <fieldset className="bare">
        <legend className="visually-hidden">{names.condition(at + 1)}</legend>
        <div className="entry-fields">
          <Chosen
            label={names.what}
            value={draft.field}
            options={ruleFields.map((field) => [field, names.fields[field]])}
            onChosen={(value) => {
              const field = ruleFields.find((each) => each === value);
              if (field) onTyped({ field, text: '' });
            }}
          />
          <Values {...shown} />
        </div>
      </fieldset>
      <button
        type="button"
        className="button square small"
        aria-label={names.remove(at + 1)}
        onClick={onRemoved}
      >
        <Icon name="cross" />
      </button>
    </li>
  );
}

function Values({ draft, channels, onTyped }: ConditionShown) {
  const { words } = usePageSpeech();
  const names = words.shelves.rule;
  const channel = (
    <Chosen
      label={names.channel}
      value={draft.channel}
      options={channels.map(({ code, name }) => [code, name])}
      onChosen={(code) => onTyped({ channel: code })}
    />
  );
  const text = (label: string, isNumber = false) => (
    <Typed
      label={label}
      value={draft.text}
      isNumber={isNumber}
      onTyped={(typed) => onTyped({ text: typed })}
    />
  );
  const by: Readonly<Record<Draft['field'], () => ReactNode>> = {
    tag: () => text(names.is),
    vendor: () => text(names.is),
    category: () => <CategoryChosen draft={draft} onTyped={onTyped} />,
    price: () => (
      <>
        {channel}
        <Typed
          label={names.from}
          value={draft.from}
          isNumber
          onTyped={(from) => onTyped({ from })}
        />
        <Typed label={names.to} value={draft.to} isNumber onTyped={(to) => onTyped({ to })} />
      </>
    ),
    stock: () => (
      <>
        {channel}
        <Chosen
          label={names.is}
          value={draft.inStock ? 'in' : 'out'}
          options={[
            ['in', names.inStock],
            ['out', names.outOfStock],
          ]}
          onChosen={(value) => onTyped({ inStock: value === 'in' })}
        />
      </>
    ),
    created: () => text(names.days, true),
    attribute: () => (
      <>
        <FieldChosen draft={draft} onTyped={onTyped} />
        {text(names.is)}
      </>
    ),
  };
  return by[draft.field]();
}

type PartShown = Pick<ConditionShown, 'draft' | 'onTyped'>;

function CategoryChosen({ draft, onTyped }: PartShown) {
  const { words } = usePageSpeech();
  const categories = useCategories();
  return (
    <Chosen
      label={words.shelves.rule.within}
      value={draft.text}
      options={[['', '–'], ...categories.map(({ path }) => [path, path] as const)]}
      onChosen={(path) => onTyped({ text: path })}
    />
  );
}

function FieldChosen({ draft, onTyped }: PartShown) {
  const { words } = usePageSpeech();
  const fields = useFields();
  return (
    <Chosen
      label={words.shelves.rule.key}
      value={draft.key}
      options={[['', '–'], ...fields.map(({ key }) => [key, key] as const)]}
      onChosen={(key) => onTyped({ key })}
    />
  );
}

interface ChosenShown {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChosen: (value: string) => void;
}

function Chosen({ label, value, options, onChosen }: ChosenShown) {
  return (
    <label className="field">
      {label}
      <select value={value} onChange={({ target }) => onChosen(target.value)}>
        {!options.some(([each]) => each === value) && <option value={value}>{value}</option>}
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TypedShown {
  readonly label: string;
  readonly value: string;
  readonly isNumber?: boolean;
  readonly onTyped: (text: string) => void;
}

function Typed({ label, value, isNumber = false, onTyped }: TypedShown) {
  return (
    <label className="field">
      {label}
      <input
        value={value}
        maxLength={255}
        inputMode={isNumber ? 'decimal' : undefined}
        onChange={({ target }) => onTyped(target.value)}
      />
    </label>
  );
}
