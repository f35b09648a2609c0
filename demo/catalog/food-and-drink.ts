import type { Department } from './department.ts';
import { choices } from './department.ts';

export const coffee: Department = {
  skuCode: 'CF',
  category: ['Food & Drink', 'Coffee'],
  productType: 'Coffee',
  vendor: 'Speicher Rösterei',
  tags: ['coffee', 'fresh'],
  weightGrams: 280,
  requiresShipping: true,
  options: [
    {
      name: 'Weight',
      values: [
        { value: '250 g', skuCode: '250', pricePermille: 1000, weightPermille: 1000 },
        { value: '1 kg', skuCode: '1K', pricePermille: 3600, weightPermille: 3750 },
      ],
    },
    choices('Grind', { 'Whole bean': 'WB', Filter: 'FI', Espresso: 'ES' }),
  ],
  paragraph:
    'Roasted in small drums on Tuesdays and Thursdays and packed the same day. The date of roasting is stamped on every bag.',
  facts: ['Bag with valve, recyclable', 'Best from one to eight weeks after roasting'],
  items: [
    [
      'Filter',
      'Yirgacheffe Morning',
      'Washed Ethiopian coffee with jasmine, bergamot and apricot.',
      1290,
    ],
    [
      'Filter',
      'Nyeri Hill',
      'A bright Kenyan with blackcurrant and a finish like brown sugar.',
      1390,
    ],
    [
      'Filter',
      'Huila Orchard',
      'Colombian coffee that tastes of red apple, caramel and a little cocoa.',
      1150,
    ],
    [
      'Filter',
      'Antigua Terrace',
      'Grown on volcanic soil in Guatemala: orange peel, almond and milk chocolate.',
      1190,
    ],
    [
      'Filter',
      'Lake Kivu',
      'From Rwandan smallholders, clean and sweet, with plum and black tea.',
      1240,
    ],
    [
      'Filter',
      'Tarrazú Honey',
      'Dried in its own fruit in Costa Rica; round, with peach and honey.',
      1320,
    ],
    [
      'Espresso',
      'Harbour Blend',
      'Our house espresso since the first day: hazelnut, dark chocolate, low acidity.',
      1050,
    ],
    [
      'Espresso',
      'Night Watch',
      'A dark roast with body enough for milk, with notes of molasses and walnut.',
      1090,
    ],
    [
      'Espresso',
      'Cerrado Dulce',
      'Brazilian coffee with peanut, nougat and a creamy texture.',
      990,
    ],
    [
      'Espresso',
      'Monsoon Malabar',
      'Aged in the moist winds of the Indian coast: spicy, heavy and mild.',
      1180,
    ],
    [
      'Espresso',
      'Two Captains',
      'Half Sumatra, half Honduras: cedar, cocoa and a long finish.',
      1120,
    ],
    [
      'Decaffeinated',
      'Quiet Hour Decaf',
      'Decaffeinated with mountain water; keeps its caramel and citrus.',
      1250,
    ],
    [
      'Decaffeinated',
      'Evening Mole Decaf',
      'A darker decaf from Chiapas with cinnamon and chocolate.',
      1220,
    ],
    [
      'Rarities',
      'Gesha Reserve',
      'A floral lot of forty kilograms from Panama, roasted once a season.',
      3400,
    ],
    [
      'Rarities',
      'Saint Helena Bourbon',
      'From the island in the Atlantic, rare and delicate, with lime and fudge.',
      4200,
    ],
    [
      'Rarities',
      'Haraz Sun-Dried',
      'Yemeni coffee from old terraces: dried fig, cardamom and red wine.',
      2900,
    ],
  ],
};

export const tea: Department = {
  skuCode: 'TE',
  category: ['Food & Drink', 'Tea'],
  productType: 'Tea',
  vendor: 'Teekontor Nord',
  tags: ['tea', 'loose leaf'],
  weightGrams: 130,
  requiresShipping: true,
  options: [
    {
      name: 'Weight',
      values: [
        { value: '100 g', skuCode: '100', pricePermille: 1000, weightPermille: 1000 },
        { value: '250 g', skuCode: '250', pricePermille: 2300, weightPermille: 2200 },
        { value: '500 g', skuCode: '500', pricePermille: 4300, weightPermille: 4200 },
      ],
    },
  ],
  paragraph:
    'Loose leaf, bought directly from the gardens and packed by hand in our warehouse. A bag of 100 g makes about forty cups.',
  facts: ['Packed in a resealable, light-proof bag', 'Keeps for two years in a dry cupboard'],
  items: [
    ['Black', 'East Frisian Blend', 'Strong Assam, for rock sugar and a cloud of cream.', 690],
    [
      'Black',
      'Darjeeling First Flush',
      'The first spring harvest: light in the cup, with muscatel and fresh grass.',
      1490,
    ],
    ['Black', 'Assam Mangalam', 'Golden tips and a malty body; a tea to begin the day with.', 890],
    ['Black', 'Ceylon Uva Highlands', 'Brisk and clear, with a hint of mint and citrus.', 790],
    [
      'Black',
      'Smoked Lapsang',
      'Dried over pine wood in Fujian, with the scent of a camp fire.',
      1050,
    ],
    ['Black', 'Earl Grey No. 4', 'Keemun and Ceylon with real oil of bergamot from Calabria.', 850],
    [
      'Green',
      'Sencha Uji',
      'Steamed Japanese green tea: fresh, sweet and a little like the sea.',
      1290,
    ],
    [
      'Green',
      'Dragon Well',
      'Pan-fired by hand near Hangzhou, with chestnut and young peas.',
      1690,
    ],
    ['Green', 'Genmaicha', 'Green tea with roasted rice, warm and nutty.', 820],
    [
      'Green',
      'Jasmine Pearls',
      'Rolled leaves, scented over five nights with fresh jasmine flowers.',
      1850,
    ],
    [
      'Oolong',
      'Milk Oolong Alishan',
      'From the high slopes of Taiwan: creamy, floral and long.',
      1950,
    ],
    ['Oolong', 'Iron Goddess', 'Lightly oxidised Tie Guan Yin with orchid and butter.', 1590],
    [
      'White',
      'White Peony',
      'Buds and young leaves, dried in the air; mild, with melon and honey.',
      1390,
    ],
    ['Herbal', 'Mountain Mint', 'Whole leaves of peppermint, cut late in the morning.', 590],
    ['Herbal', 'Rooibos Vanilla', 'South African rooibos with pieces of real vanilla.', 650],
    [
      'Herbal',
      'Camomile Meadow',
      'Whole camomile flowers with lemon balm and a little lavender.',
      620,
    ],
    [
      'Herbal',
      'Ginger and Turmeric',
      'Dried roots with black pepper and orange peel; warming.',
      680,
    ],
  ],
};

export const pantry: Department = {
  skuCode: 'PA',
  category: ['Food & Drink', 'Pantry'],
  productType: 'Pantry',
  vendor: 'Speicherstadt Vorräte',
  tags: ['pantry', 'gift'],
  weightGrams: 340,
  requiresShipping: true,
  options: [],
  paragraph:
    'From small makers whom we visit ourselves. Nothing is added to it that a home kitchen would not know.',
  facts: ['Glass or tin, free of plastic', 'Store in a cool and dry place'],
  items: [
    [
      'Honey & Spreads',
      'Heather Honey',
      'Dark, spicy honey from the Lüneburg Heath, spun cold.',
      1150,
    ],
    [
      'Honey & Spreads',
      'Linden Blossom Honey',
      'City bees on old lime trees; fresh, with mint and lemon.',
      990,
    ],
    [
      'Honey & Spreads',
      'Hazelnut Cocoa Cream',
      'Sixty per cent hazelnuts, and cocoa from Ecuador.',
      890,
    ],
    [
      'Honey & Spreads',
      'Bitter Orange Marmalade',
      'Seville oranges, cut by hand and boiled in copper.',
      720,
    ],
    [
      'Spices',
      'Tellicherry Pepper',
      'Large black peppercorns, picked late, with a citrus scent.',
      690,
    ],
    ['Spices', 'Smoked Paprika', 'Sweet Spanish paprika, dried over oak for two weeks.', 590],
    ['Spices', 'Ceylon Cinnamon Sticks', 'True cinnamon in thin, fragrant rolls.', 640],
    ['Spices', 'Green Cardamom', 'Whole pods from Guatemala, for coffee, rice and buns.', 790],
    ['Spices', 'Bourbon Vanilla Pods', 'Three soft pods from Madagascar in a glass tube.', 1490],
    [
      'Oil & Vinegar',
      'Olive Oil Koroneiki',
      'Early harvest from the Peloponnese: green, peppery, fresh.',
      1690,
    ],
    [
      'Oil & Vinegar',
      'Apple Balsamic',
      'Orchard apples, aged four years in small oak barrels.',
      1350,
    ],
    [
      'Salt & Sugar',
      'Fleur de Sel Guérande',
      'Crystals skimmed by hand from the salt ponds of Brittany.',
      850,
    ],
    ['Salt & Sugar', 'Rock Sugar Kluntje', 'Large, clear crystals that crackle in hot tea.', 450],
    [
      'Chocolate',
      'Dark Chocolate 72 %',
      'Bean to bar from Tanzania, with raspberry and tobacco.',
      590,
    ],
    ['Chocolate', 'Sea Salt Caramels', 'Soft caramels in waxed paper, with flakes of salt.', 780],
    ['Chocolate', 'Drinking Chocolate Flakes', 'Shaved chocolate that melts in warm milk.', 1090],
  ],
};
