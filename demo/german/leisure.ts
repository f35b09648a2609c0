import type { GermanDepartment } from './german-department.ts';

export const germanStationery: GermanDepartment = {
  paragraph: 'Aus einer Werkstatt, die seit 1911 Bücher bindet, auf Papier, das Tinte gut annimmt.',
  facts: ['Papier aus nachhaltig bewirtschafteten Wäldern', 'Säurefrei, es vergilbt nicht'],
  items: {
    'logbook-a5': [
      'Logbuch A5',
      'In Lagen geheftet, damit es flach liegt; Punktraster, nummerierte Seiten.',
    ],
    'pocket-cahier-set': ['Taschenhefte im Satz', 'Drei dünne Hefte für die Brusttasche.'],
    'sketchbook-a4': [
      'Skizzenbuch A4',
      'Schweres Papier für Bleistift, Tusche und leichte Lasuren.',
    ],
    'cloth-bound-journal': [
      'Tagebuch in Leinen',
      'Leineneinband, Lesebändchen und Platz für ein Jahr voller Abende.',
    ],
    'reporter-pad': ['Notizblock', 'Ein Block, der nach oben aufgeht und sauber abreißt.'],
    'brass-ballpoint': ['Kugelschreiber aus Messing', 'Ein gedrehter Stift, der Patina ansetzt.'],
    'school-fountain-pen': [
      'Schulfüller',
      'Eine Stahlfeder und ein Griff, der zeigt, wie man ihn hält.',
    ],
    'cedar-pencil-dozen': [
      'Zwölf Bleistifte aus Zeder',
      'Zwölf Stifte in abgestuften Härten, in einer Dose.',
    ],
    'iron-gall-ink': ['Eisengallustinte', '50 ml Tinte, die dunkel trocknet und bleibt.'],
    'letter-set': ['Briefpapier im Satz', 'Zwanzig Bogen, zwanzig gefütterte Umschläge.'],
    'block-printed-cards': [
      'Karten im Linoldruck',
      'Acht Klappkarten, von Hand in Linoleum gedruckt.',
    ],
    'gift-wrap-sheets': ['Geschenkpapier', 'Fünf Bogen mit Mustern alter Teekisten.'],
    'desk-pad': ['Schreibunterlage', 'Filz und Kork, damit der Tisch leise ist.'],
    'pen-tray': ['Stiftschale', 'Eine Schale aus gefaltetem Leder.'],
    'weekly-planner-pad': [
      'Wochenplaner',
      'Zweiundfünfzig Blätter mit sieben Spalten und nicht mehr.',
    ],
    'letter-opener': ['Brieföffner', 'Edelstahl mit stumpfer, polierter Kante.'],
  },
};

export const germanBooks: GermanDepartment = {
  paragraph: 'In einer Schrift gesetzt, die die Augen schont, in Europa gedruckt und gebunden.',
  facts: ['Englische Ausgabe', 'Fadenheftung'],
  items: {
    'the-coffee-table': [
      'The Coffee Table',
      'Wie Kaffee wächst, gehandelt, geröstet und gebrüht wird, mit vierzig Rezepten.',
    ],
    'leaf-by-leaf': ['Leaf by Leaf', 'Eine Reise zu zwölf Teegärten und ihren Familien.'],
    'bread-for-the-week': [
      'Bread for the Week',
      'Ein Teig, sieben Tage: geduldig backen für Leute mit wenig Zeit.',
    ],
    'salt-smoke-time': [
      'Salt, Smoke, Time',
      'Wie man früher Vorräte haltbar machte und wie man es heute kann.',
    ],
    'ports-of-the-north': [
      'Ports of the North',
      'Spaziergänge durch zwanzig Hafenstädte zwischen Brügge und Tallinn.',
    ],
    'night-trains': ['Night Trains', 'Essays über das Aufwachen an einem anderen Ort.'],
    'the-amber-road': ['The Amber Road', 'Zu Fuß von der Ostsee an die Adria.'],
    'small-islands': ['Small Islands', 'Dreißig Orte, an denen keine hundert Menschen leben.'],
    'plain-weave': ['Plain Weave', 'Eine Einführung in das Weben, mit zwölf Stücken.'],
    'a-bowl-of-clay': ['A Bowl of Clay', 'Drehen, Glasieren und Brennen für den Anfang.'],
    'mending-well': ['Mending Well', 'Sichtbar und unsichtbar flicken, was man gern trägt.'],
    'ledger-and-sail': [
      'Ledger and Sail',
      'Wie die Kaufleute der Hanse ihre Bücher führten und ihr Wort hielten.',
    ],
    'the-spice-letters': [
      'The Spice Letters',
      'Vier Jahrhunderte Handel in den Worten derer, die nach Hause schrieben.',
    ],
    'a-history-of-paper': [
      'A History of Paper',
      'Von den Lumpen zu den Wäldern, und was darauf geschrieben wurde.',
    ],
    'the-lighthouse-accountant': [
      'The Lighthouse Accountant',
      'Ein Roman über einen Mann, der Schiffe zählt und eines übersieht.',
    ],
    'low-tide': ['Low Tide', 'Zwölf Geschichten aus dem Watt.'],
  },
};

export const germanClothing: GermanDepartment = {
  paragraph: 'Schlicht geschnitten für jeden Tag, in Portugal genäht, mit verstärkten Nähten.',
  facts: ['Bio-Baumwolle oder Schurwolle', 'Zwei Jahre lang kostenlos von uns repariert'],
  items: {
    'breton-shirt': ['Bretonisches Shirt', 'Schwerer Jersey mit Streifen und weitem Ausschnitt.'],
    'oxford-shirt': ['Oxfordhemd', 'Gewaschene Baumwolle mit weichem Kragen.'],
    'linen-work-shirt': ['Arbeitshemd aus Leinen', 'Zwei Brusttaschen, kühl an heißen Tagen.'],
    'pocket-tee': ['T-Shirt mit Tasche', 'Ein dickes T-Shirt, das seine Form behält.'],
    'fishermans-jumper': [
      'Fischerpullover',
      'Dichte Wolle im Rippenmuster, durch die kein Wind kommt.',
    ],
    'shawl-cardigan': [
      'Strickjacke mit Schalkragen',
      'Lammwolle mit Hornknöpfen und tiefen Taschen.',
    ],
    'merino-base-layer': ['Merino-Unterhemd', 'Fein, leicht und kratzt nicht.'],
    'chore-jacket': ['Arbeitsjacke', 'Baumwolldrell mit vier aufgesetzten Taschen.'],
    'deck-parka': ['Deckparka', 'Gewachste Baumwolle, mit Wolle gefüttert, mit Kapuze.'],
    'quilted-vest': ['Steppweste', 'Eine leichte Schicht unter dem Mantel oder über dem Pullover.'],
    'canvas-trousers': ['Hose aus Segeltuch', 'Gerade Beine, fester Stoff und dreifache Naht.'],
    'drawstring-linen-trousers': [
      'Leinenhose mit Kordel',
      'Weit und leicht, für zu Hause und den Hafen.',
    ],
    'wool-watch-cap': ['Wollmütze', 'Eine kurze Mütze mit doppeltem Bund.'],
    'canvas-apron': ['Schürze aus Segeltuch', 'Gekreuzte Träger, die nicht am Nacken ziehen.'],
    'sailor-scarf': ['Matrosenschal', 'Feine Wolle, lang genug für zwei Runden.'],
  },
};

export const germanOutdoor: GermanDepartment = {
  paragraph: 'An der Küste bei Regen und Wind erprobt, bevor es in den Laden kommt.',
  facts: ['Wasserabweisend ohne Fluorchemie', 'Zehn Jahre Garantie auf die Nähte'],
  items: {
    'roll-top-rucksack': [
      'Rucksack mit Rolle',
      'Gewachstes Segeltuch, 22 Liter, mit einem Fach für den Laptop.',
    ],
    'weekender-bag': ['Wochenendtasche', 'Für drei Tage, mit einem Fach für Schuhe.'],
    'dry-bag-15-l': ['Packsack 15 l', 'Verschweißte Nähte für Boote und Strände.'],
    'market-tote': ['Markttasche', 'Schwere Baumwolle, die zehn Kilogramm trägt.'],
    'belt-pouch': ['Gürteltasche', 'Platz für ein Messer, eine Karte und ein Brot.'],
    'enamel-camp-mug': ['Emaillebecher', 'Platzt gern ab, bricht nie.'],
    'vacuum-flask': ['Thermoskanne', 'Hält einen Liter einen Tag lang heiß.'],
    'camp-stool': ['Klapphocker', 'Esche und Segeltuch; gefaltet so groß wie ein Regenschirm.'],
    'picnic-blanket': ['Picknickdecke', 'Oben Wolle, unten gewachste Baumwolle.'],
    'hurricane-lamp': ['Sturmlaterne', 'Brennt achtzehn Stunden mit einer Füllung.'],
    'hand-trowel': ['Handschaufel', 'Geschmiedeter Stahl mit einer Marke an jedem Zoll.'],
    'watering-can': ['Gießkanne', 'Fünf Liter, mit einer feinen Brause aus Messing.'],
    'pruning-shears': [
      'Gartenschere',
      'Klingen, die man wechseln kann, für Rechts- und Linkshänder.',
    ],
    'bee-hotel': ['Bienenhotel', 'Gebohrte Eiche mit glatten Löchern, wie Wildbienen sie mögen.'],
    'storm-umbrella': [
      'Regenschirm für Stürme',
      'Streben aus Glasfaser, die von selbst zurückspringen.',
    ],
    'rain-poncho': ['Regenponcho', 'Deckt auch den Rucksack und passt in seine eigene Tasche.'],
  },
};

export const germanDigital: GermanDepartment = {
  paragraph:
    'Ein Download zum Behalten: ohne Konto, ohne Kopierschutz. Neue Fassungen sind kostenlos.',
  facts: ['PDF und EPUB, in englischer Sprache', 'Auch auf kleinen Bildschirmen gut zu lesen'],
  items: {
    'brewing-by-weight': [
      'Brewing by Weight',
      'Vierzig Seiten über Mengen, Mahlgrad und Wasser, mit Tabellen zum Ausdrucken.',
    ],
    'roasting-in-a-pan': ['Roasting in a Pan', 'Die erste Röstung zu Hause, Schritt für Schritt.'],
    'the-gongfu-workbook': [
      'The Gongfu Workbook',
      'Kurze Aufgüsse, kleine Kannen und ein Tagebuch zum Verkosten.',
    ],
    'twelve-soups': ['Twelve Soups', 'Eine für jeden Monat, mit Einkaufsliste.'],
    'sourdough-in-seven-days': ['Sourdough in Seven Days', 'Von Mehl und Wasser zum ersten Laib.'],
    'knitting-pattern-watch-cap': [
      'Strickanleitung: Mütze',
      'Eine Anleitung in fünf Größen mit Strickschrift.',
    ],
    'sewing-pattern-apron': [
      'Schnittmuster: Schürze',
      'Drei Längen, zum Ausdrucken auf normalem Papier.',
    ],
    'bookbinding-at-home': ['Bookbinding at Home', 'Drei Einbände mit Faden, Nadel und Leim.'],
    'hamburg-on-foot': [
      'Hamburg on Foot',
      'Sechs Spaziergänge mit Karten, die ohne Netz zu lesen sind.',
    ],
    'baltic-cycle-route': [
      'Baltic Cycle Route',
      'Vierhundert Kilometer in zehn Etappen, mit GPX-Spuren.',
    ],
    'packing-light': ['Packing Light', 'Eine Tasche, zehn Tage, jede Jahreszeit.'],
    'small-shop-bookkeeping': [
      'Small Shop Bookkeeping',
      'Wie man die Bücher eines Ladens führt, erklärt an einer Woche.',
    ],
  },
};
