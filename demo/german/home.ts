import type { GermanDepartment } from './german-department.ts';

export const germanTextiles: GermanDepartment = {
  paragraph:
    'Gewebt in einem Familienbetrieb, der sein Garn selbst spinnt und färbt. Mit jeder Wäsche wird es weicher.',
  facts: ['Bei 40 °C waschen, an der Luft trocknen', 'Auf Schadstoffe geprüft'],
  items: {
    'dune-wool-throw': ['Wollplaid Düne', 'Ein warmes Plaid aus Schurwolle mit Fransen.'],
    'tidal-cotton-throw': [
      'Baumwollplaid Gezeiten',
      'Leichte Baumwolle mit Wellenmuster für Sommerabende.',
    ],
    'herringbone-blanket': [
      'Fischgrätdecke',
      'Merinowolle in feinem Fischgrät, leicht und warm zugleich.',
    ],
    'pebble-cushion-cover': [
      'Kissenbezug Kiesel',
      'Dickes Leinen mit weicher, unebener Oberfläche.',
    ],
    'striped-deck-cushion': [
      'Gestreiftes Deckkissen',
      'Breite Streifen wie am Liegestuhl, mit verdecktem Reißverschluss.',
    ],
    'boucle-cushion-cover': [
      'Kissenbezug Bouclé',
      'Wollgarn in Schlingen, an das man sich gern lehnt.',
    ],
    'washed-linen-duvet-cover': [
      'Bettbezug aus gewaschenem Leinen',
      'Mit Steinen gewaschenes Leinen, kühl im Sommer und warm im Winter.',
    ],
    'percale-pillowcase': ['Kopfkissenbezug Perkal', 'Feste Bio-Baumwolle mit schlichtem Saum.'],
    'seersucker-sheet-set': [
      'Bettwäsche Seersucker',
      'Baumwolle in Kreppfalten, die man nicht bügeln muss.',
    ],
    'waffle-bath-towel': [
      'Badetuch mit Waffelmuster',
      'Trocknet schnell und braucht wenig Platz auf der Stange.',
    ],
    'hammam-towel': [
      'Hamamtuch',
      'Flach gewebt, mit geknüpften Enden; für das Bad und den Strand.',
    ],
    'terry-bath-mat': ['Badematte aus Frottee', 'Schwerer Baumwollfrottee mit gewebter Kante.'],
    'linen-table-runner': [
      'Tischläufer aus Leinen',
      'Ein schmaler Läufer mit sauber genähten Ecken.',
    ],
    'harvest-tablecloth': ['Tischdecke Ernte', 'Halbleinen mit feinem Karo, für lange Tische.'],
    'four-linen-napkins': [
      'Vier Leinenservietten',
      'Weiche Servietten, die auch ungebügelt gut aussehen.',
    ],
    'jute-hall-rug': [
      'Juteteppich für den Flur',
      'Geflochtene Jute, strapazierfähig und warm unter den Füßen.',
    ],
    'flatweave-kilim': ['Kelim', 'Handgewebte Wolle mit einem ruhigen Rautenmuster.'],
  },
};

export const germanTableware: GermanDepartment = {
  paragraph:
    'Von Hand gedreht und glasiert, bei 1.240 °C gebrannt. Kein Stück gleicht dem anderen ganz, und so soll es sein.',
  facts: ['Für Spülmaschine und Mikrowelle', 'Steinzeug, bleifrei'],
  items: {
    'harbour-mug': ['Hafenbecher', 'Ein Becher mit 300 ml und einem Henkel für die ganze Hand.'],
    'espresso-cup-pair': [
      'Zwei Espressotassen',
      'Zwei kleine Tassen mit dicker Wand, die die Wärme hält.',
    ],
    'cappuccino-cup': ['Tasse für Cappuccino', 'Eine weite Tasse mit 180 ml und Untertasse.'],
    'tea-bowl': ['Teeschale', 'Eine Schale ohne Henkel, für beide Hände.'],
    'traveller-beaker': [
      'Reisebecher',
      'Ein Becher mit Korkband, für den Schreibtisch oder die Bahn.',
    ],
    'dinner-plate': ['Essteller', 'Ein Teller mit 27 cm und niedrigem Rand.'],
    'breakfast-plate': [
      'Frühstücksteller',
      'Ein Teller mit 21 cm, für Brot, Kuchen und alles Kleine.',
    ],
    'serving-platter': [
      'Servierplatte',
      'Eine ovale Platte für einen Fisch oder eine ganze Käseauswahl.',
    ],
    'muesli-bowl': ['Müslischale', 'Eine tiefe Schale für einen halben Liter.'],
    'ramen-bowl': ['Ramenschale', 'Eine große Schale mit einer Kerbe für die Stäbchen.'],
    'salad-bowl': ['Salatschüssel', 'Weit und flach, für vier bis sechs Personen.'],
    'dip-bowl-trio': ['Drei Dipschalen', 'Drei kleine Schalen für Salz, Öl und Oliven.'],
    'round-teapot': ['Runde Teekanne', 'Eine Kanne mit 900 ml und einem Sieb aus Edelstahl.'],
    'water-jug': ['Wasserkrug', 'Ein Krug für einen Liter, dessen Schnaupe nicht tropft.'],
    'milk-jug': ['Milchkännchen', 'Ein kleines Kännchen, das einen dünnen Strahl gießt.'],
    'honey-pot': ['Honigtopf', 'Ein Topf mit Deckel und einem Löffel aus Olivenholz.'],
    'bottle-vase': ['Flaschenvase', 'Eine schlanke Vase für einen einzelnen Zweig.'],
    'bulb-vase': ['Zwiebelvase', 'Eine runde Vase für eine Hyazinthe oder einen kleinen Strauß.'],
  },
};

export const germanKitchen: GermanDepartment = {
  paragraph: 'Ein Werkzeug für Jahrzehnte: Man kann es schärfen, ölen, zerlegen und reparieren.',
  facts: ['Fünf Jahre Garantie', 'Ersatzteile gibt es bei uns'],
  items: {
    'porcelain-coffee-dripper': [
      'Kaffeefilter aus Porzellan',
      'Ein Kegel für zwei Tassen mit tiefen Rillen.',
    ],
    'hand-coffee-grinder': [
      'Kaffeemühle für die Hand',
      'Kegelmahlwerk aus Stahl mit sechsunddreißig Stufen.',
    ],
    'gooseneck-kettle': [
      'Schwanenhalskessel für Tee',
      'Ein Kessel mit 800 ml, der genau dahin gießt, wohin man will.',
    ],
    'french-press': ['Stempelkanne', 'Doppelte Wände aus Stahl halten einen Liter heiß.'],
    'stovetop-moka-pot': ['Espressokocher', 'Sechs kleine Tassen starker Kaffee, auf jedem Herd.'],
    'glass-teapot': ['Teekanne aus Glas', 'Borosilikatglas, damit man die Blätter sieht.'],
    'bamboo-matcha-whisk': [
      'Matchabesen aus Bambus',
      'Achtzig Borsten, aus einem Stück Bambus geschnitten.',
    ],
    'chefs-knife-20-cm': [
      'Küchenmesser 20 cm',
      'Kohlenstoffstahl mit einem Griff aus Räuchereiche.',
    ],
    'paring-knife': ['Gemüsemesser', 'Eine kurze, dünne Klinge für Obst und feine Arbeiten.'],
    'bread-knife': [
      'Brotmesser',
      'Eine lange Klinge mit Wellenschliff, die die Krume nicht zerreißt.',
    ],
    'walnut-cutting-board': [
      'Schneidebrett aus Walnuss',
      'Stirnholz, das Klingen schont, mit Saftrille.',
    ],
    'olive-wood-spoon': ['Löffel aus Olivenholz', 'Jeder hat seine eigene Maserung.'],
    'cast-iron-pan-26-cm': [
      'Gusseisenpfanne 26 cm',
      'Mit Leinöl eingebrannt und gleich zu gebrauchen.',
    ],
    'granite-mortar': ['Mörser aus Granit', 'Schwer, innen rau, mit einem Stößel, der passt.'],
    'beech-rolling-pin': ['Teigrolle aus Buche', 'Eine schlichte Rolle ohne Griffe.'],
    'enamel-bread-bin': [
      'Brotkasten aus Emaille',
      'Emaillierter Stahl mit einem Deckel, der ein Brett ist.',
    ],
    'swing-top-jar-set': ['Bügelgläser im Satz', 'Drei Gläser für Mehl, Bohnen und Tee.'],
  },
};

export const germanLiving: GermanDepartment = {
  paragraph:
    'In kleinen Serien im Norden Europas gemacht, aus Holz, Wachs, Papier, Glas und Stahl.',
  facts: ['Ohne Plastik verpackt', 'In Europa hergestellt'],
  items: {
    'pillar-candle': ['Stumpenkerze', 'Rapswachs, das sechzig Stunden brennt und nicht tropft.'],
    'cedar-scented-candle': [
      'Duftkerze Zeder',
      'Zeder, schwarzer Pfeffer und etwas Rauch, im Glas.',
    ],
    'fig-leaf-scented-candle': [
      'Duftkerze Feigenblatt',
      'Grün und milchig wie ein Garten am Mittag.',
    ],
    'taper-candle-set': ['Spitzkerzen im Satz', 'Sechs hohe Kerzen, von Hand gezogen.'],
    'paper-globe-lamp': ['Papierleuchte', 'Ein runder Lampenschirm aus Japanpapier.'],
    'bedside-lamp': ['Nachttischlampe', 'Eine kleine Lampe aus gedrechselter Esche, zum Dimmen.'],
    lantern: ['Laterne', 'Stahl und Glas, für den Tisch oder die Haustür.'],
    'wall-hanging': ['Wandbehang', 'Geknüpfte Baumwolle an einem Stab aus Treibholz.'],
    'folding-mirror': ['Klappspiegel', 'Ein runder Spiegel, der sich in sein Etui klappt.'],
    'brass-bookends': [
      'Buchstützen aus Messing',
      'Zwei Bögen, die eine Reihe Bücher aufrecht halten.',
    ],
    'wooden-bird': ['Holzvogel', 'Ein Zaunkönig aus Lindenholz, mit Kaseinfarbe bemalt.'],
    'felt-basket': ['Filzkorb', 'Wollfilz mit Ledergriffen, für Zeitschriften oder Holzscheite.'],
    'peg-rail': ['Hakenleiste', 'Eine Leiste aus Eiche mit fünf Haken.'],
    'stacking-box': ['Stapelkiste', 'Birkensperrholz mit Verbindungen, die keinen Leim brauchen.'],
  },
};
