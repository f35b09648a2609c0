import { z } from 'zod';
import { productLimits } from '../limits.ts';
import { contentUnits, energyClasses, type ContentUnit } from './measured.ts';
import { mediaUrl } from '../media/media-url.ts';
import { unitPrice } from '../../goods.ts';

/** How much is in what is sold, and how much energy it takes. Schemas only. */

const unitNames = Object.keys(contentUnits) as [ContentUnit, ...ContentUnit[]];

export const content = z
  .strictObject({
    quantity: z
      .int()
      .min(1)
      .max(productLimits.contentQuantity)
      .meta({ description: 'Net, without packaging; drained where food lies in a liquid' }),
    unit: z.enum(unitNames),
  })
  .meta({
    id: 'Content',
    description:
      'How much one unit that is sold contains. A half of a kilogram is 500 g: quantities are whole numbers',
    examples: [{ quantity: 250, unit: 'g' }],
  });
export type Content = z.output<typeof content>;

const energyClass = z.enum(energyClasses);
type EnergyClass = z.output<typeof energyClass>;
const isWithin = (label: { class: EnergyClass; best: EnergyClass; worst: EnergyClass }) =>
  energyClasses.indexOf(label.best) <= energyClasses.indexOf(label.class) &&
  energyClasses.indexOf(label.class) <= energyClasses.indexOf(label.worst);

export const energyLabel = z
  .strictObject({
    class: energyClass,
    best: energyClass.default('A').meta({ description: 'Of the scale on the label' }),
    worst: energyClass.default('G').meta({ description: 'Of the scale on the label' }),
    labelUrl: mediaUrl.nullable().default(null).meta({ description: 'The label itself' }),
    sheetUrl: mediaUrl.nullable().default(null).meta({
      description: 'The product information sheet, as the register of the EU (EPREL) has it',
    }),
  })
  .refine(isWithin, { error: 'The class is not on the scale.', path: ['class'] })
  .meta({
    id: 'EnergyLabel',
    description:
      'What an offer shows of the energy that a product takes ((EU) 2017/1369, Art. 6): the class with its scale, the label and the information sheet',
    examples: [{ class: 'C', best: 'A', worst: 'G', labelUrl: null, sheetUrl: null }],
  });
export type EnergyLabel = z.output<typeof energyLabel>;

/** Of a variant as staff keeps it; null is neither said nor shown. */
export const measureFields = {
  content: content.nullable(),
  energyLabel: energyLabel.nullable(),
};

/** Beside a price, as shoppers see it. */
export const shownMeasures = {
  unitPrice: unitPrice.nullable().default(null),
  energyLabel: energyLabel.nullable().default(null),
};
