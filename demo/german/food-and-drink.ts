import type { GermanDepartment } from './german-department.ts';

export const germanCoffee: GermanDepartment = {
  paragraph:
    'Dienstags und donnerstags in kleinen Trommeln geröstet und am selben Tag verpackt. Das Röstdatum steht auf jeder Tüte.',
  facts: ['Tüte mit Ventil, recycelbar', 'Am besten eine bis acht Wochen nach der Röstung'],
  items: {
    'yirgacheffe-morning': [
      'Yirgacheffe Morgen',
      'Gewaschener Kaffee aus Äthiopien mit Jasmin, Bergamotte und Aprikose.',
    ],
    'nyeri-hill': [
      'Nyeri-Hügel',
      'Ein lebhafter Kenianer mit Schwarzer Johannisbeere und einem Abgang wie brauner Zucker.',
    ],
    'huila-orchard': [
      'Huila Obstgarten',
      'Kaffee aus Kolumbien, der nach rotem Apfel, Karamell und etwas Kakao schmeckt.',
    ],
    'antigua-terrace': [
      'Antigua Terrasse',
      'Auf Vulkanboden in Guatemala gewachsen: Orangenschale, Mandel und Milchschokolade.',
    ],
    'lake-kivu': [
      'Kivusee',
      'Von Kleinbauern aus Ruanda, klar und süß, mit Pflaume und schwarzem Tee.',
    ],
    'tarrazu-honey': [
      'Tarrazú Honey',
      'In Costa Rica in der eigenen Frucht getrocknet; rund, mit Pfirsich und Honig.',
    ],
    'harbour-blend': [
      'Hafenmischung',
      'Unser Hausespresso seit dem ersten Tag: Haselnuss, dunkle Schokolade, wenig Säure.',
    ],
    'night-watch': [
      'Nachtwache',
      'Eine dunkle Röstung mit genug Körper für Milch, mit Melasse und Walnuss.',
    ],
    'cerrado-dulce': [
      'Cerrado Dulce',
      'Kaffee aus Brasilien mit Erdnuss, Nougat und cremigem Mundgefühl.',
    ],
    'monsoon-malabar': [
      'Monsooned Malabar',
      'In den feuchten Winden der indischen Küste gereift: würzig, schwer und mild.',
    ],
    'two-captains': [
      'Zwei Kapitäne',
      'Halb Sumatra, halb Honduras: Zedernholz, Kakao und ein langer Nachklang.',
    ],
    'quiet-hour-decaf': [
      'Stille Stunde, entkoffeiniert',
      'Mit Bergwasser entkoffeiniert; Karamell und Zitrus sind geblieben.',
    ],
    'evening-mole-decaf': [
      'Abendmole, entkoffeiniert',
      'Dunkler und ohne Koffein, aus Chiapas, mit Zimt und Schokolade.',
    ],
    'gesha-reserve': [
      'Gesha-Reserve',
      'Ein blumiger Posten von vierzig Kilogramm aus Panama, einmal im Jahr geröstet.',
    ],
    'saint-helena-bourbon': [
      'Sankt-Helena-Bourbon',
      'Von der Insel im Atlantik, selten und fein, mit Limette und Sahnekaramell.',
    ],
    'haraz-sun-dried': [
      'Haraz, sonnengetrocknet',
      'Kaffee von alten Terrassen im Jemen: getrocknete Feige, Kardamom und Rotwein.',
    ],
  },
};

export const germanTea: GermanDepartment = {
  paragraph:
    'Loser Tee, direkt von den Gärten gekauft und in unserem Speicher von Hand verpackt. 100 g reichen für etwa vierzig Tassen.',
  facts: ['Wiederverschließbare, lichtdichte Tüte', 'Trocken gelagert zwei Jahre haltbar'],
  items: {
    'east-frisian-blend': [
      'Ostfriesenmischung',
      'Kräftiger Assam, für Kluntje und ein Wölkchen Sahne.',
    ],
    'darjeeling-first-flush': [
      'Darjeeling First Flush',
      'Die erste Ernte im Frühling: hell in der Tasse, mit Muskateller und frischem Gras.',
    ],
    'assam-mangalam': [
      'Assam Mangalam',
      'Goldene Spitzen und ein malziger Körper; ein Tee für den Anfang des Tages.',
    ],
    'ceylon-uva-highlands': [
      'Ceylon Uva Hochland',
      'Frisch und klar, mit einem Hauch von Minze und Zitrus.',
    ],
    'smoked-lapsang': [
      'Rauchtee Lapsang',
      'In Fujian über Kiefernholz getrocknet, duftet nach Lagerfeuer.',
    ],
    'earl-grey-no-4': [
      'Earl Grey Nr. 4',
      'Keemun und Ceylon mit echtem Bergamotteöl aus Kalabrien.',
    ],
    'sencha-uji': [
      'Sencha Uji',
      'Gedämpfter Grüntee aus Japan: frisch, süß und ein wenig wie das Meer.',
    ],
    'dragon-well': [
      'Drachenbrunnen',
      'Bei Hangzhou von Hand in der Pfanne getrocknet, mit Kastanie und jungen Erbsen.',
    ],
    genmaicha: ['Genmaicha', 'Grüner Tee mit geröstetem Reis, warm und nussig.'],
    'jasmine-pearls': [
      'Jasminperlen',
      'Gerollte Blätter, die fünf Nächte lang neben frischen Jasminblüten lagen.',
    ],
    'milk-oolong-alishan': [
      'Milk Oolong Alishan',
      'Von den hohen Hängen Taiwans: cremig, blumig und lang.',
    ],
    'iron-goddess': ['Eiserne Göttin', 'Leicht oxidierter Tie Guan Yin mit Orchidee und Butter.'],
    'white-peony': [
      'Weiße Pfingstrose',
      'Knospen und junge Blätter, an der Luft getrocknet; mild, mit Melone und Honig.',
    ],
    'mountain-mint': [
      'Bergminze',
      'Ganze Blätter der Pfefferminze, am späten Vormittag geschnitten.',
    ],
    'rooibos-vanilla': ['Rooibos Vanille', 'Rooibos aus Südafrika mit Stücken echter Vanille.'],
    'camomile-meadow': [
      'Kamillenwiese',
      'Ganze Kamillenblüten mit Zitronenmelisse und etwas Lavendel.',
    ],
    'ginger-and-turmeric': [
      'Ingwer und Kurkuma',
      'Getrocknete Wurzeln mit schwarzem Pfeffer und Orangenschale; wärmt.',
    ],
  },
};

export const germanPantry: GermanDepartment = {
  paragraph:
    'Von kleinen Betrieben, die wir selbst besuchen. Nichts ist darin, was eine Küche zu Hause nicht kennt.',
  facts: ['Glas oder Dose, ohne Plastik', 'Kühl und trocken lagern'],
  items: {
    'heather-honey': [
      'Heidehonig',
      'Dunkler, würziger Honig aus der Lüneburger Heide, kalt geschleudert.',
    ],
    'linden-blossom-honey': [
      'Lindenblütenhonig',
      'Von Stadtbienen in alten Linden; frisch, mit Minze und Zitrone.',
    ],
    'hazelnut-cocoa-cream': [
      'Haselnuss-Kakao-Creme',
      'Sechzig Prozent Haselnüsse und Kakao aus Ecuador.',
    ],
    'bitter-orange-marmalade': [
      'Bitterorangenmarmelade',
      'Orangen aus Sevilla, von Hand geschnitten und in Kupfer gekocht.',
    ],
    'tellicherry-pepper': [
      'Tellicherry-Pfeffer',
      'Große schwarze Körner, spät gepflückt, mit Zitrusduft.',
    ],
    'smoked-paprika': [
      'Geräuchertes Paprikapulver',
      'Süßer Paprika aus Spanien, zwei Wochen über Eichenholz getrocknet.',
    ],
    'ceylon-cinnamon-sticks': ['Ceylon-Zimtstangen', 'Echter Zimt in dünnen, duftenden Rollen.'],
    'green-cardamom': [
      'Grüner Kardamom',
      'Ganze Kapseln aus Guatemala, für Kaffee, Reis und Hefegebäck.',
    ],
    'bourbon-vanilla-pods': [
      'Bourbon-Vanilleschoten',
      'Drei weiche Schoten aus Madagaskar im Glasröhrchen.',
    ],
    'olive-oil-koroneiki': [
      'Olivenöl Koroneiki',
      'Frühe Ernte vom Peloponnes: grün, pfeffrig, frisch.',
    ],
    'apple-balsamic': [
      'Apfelbalsam',
      'Von Streuobstäpfeln, vier Jahre in kleinen Eichenfässern gereift.',
    ],
    'fleur-de-sel-guerande': [
      'Fleur de Sel Guérande',
      'Kristalle, von Hand aus den Salzgärten der Bretagne geschöpft.',
    ],
    'rock-sugar-kluntje': ['Kluntje Kandis', 'Große, klare Kristalle, die im heißen Tee knistern.'],
    'dark-chocolate-72': [
      'Dunkle Schokolade 72 %',
      'Von der Bohne zur Tafel aus Tansania, mit Himbeere und Tabak.',
    ],
    'sea-salt-caramels': [
      'Karamell mit Meersalz',
      'Weiche Karamellbonbons in Wachspapier, mit Salzflocken.',
    ],
    'drinking-chocolate-flakes': [
      'Trinkschokolade in Flocken',
      'Gehobelte Schokolade, die in warmer Milch schmilzt.',
    ],
  },
};
