import type { Pick } from './pictures.ts';

export type Palette = readonly [
  paper: string,
  deep: string,
  main: string,
  accent: string,
  light: string,
];

/** Draws what stands on the table, whose edge is at y = 610 and whose front is near y = 700. */
type Motif = (palette: Palette, pick: Pick, subcategory: string) => string;

const shadow = (x: number, y: number, width: number, colour: string) =>
  `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${Math.round(width / 9)}" fill="${colour}" opacity=".16"/>`;

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

const coffee: Motif = ([, deep, main, accent, light], pick) => {
  const bag = 250 + pick(3) * 20;
  const beans = range(6 + pick(4)).map((index) => {
    const x = 440 + ((index * 67 + pick(40)) % 270);
    const y = 668 + pick(50);
    return `<g transform="translate(${x} ${y}) rotate(${pick(180)})"><ellipse rx="21" ry="14" fill="${deep}"/><path d="M-19 0Q-6-7 0 0T19 0" fill="none" stroke="${light}" stroke-width="3" opacity=".55"/></g>`;
  });
  const band = 400 + pick(4) * 20;
  return (
    shadow(bag + 90, 690, 190, deep) +
    `<path d="M${bag - 50} 300h260l16 388h-292Z" fill="${main}"/><path d="M${bag - 50} 300l12-58h236l12 58Z" fill="${deep}"/>` +
    `<path d="M${bag + 150} 300h60l16 388h-66Z" fill="${deep}" opacity=".22"/>` +
    `<rect x="${bag - 22}" y="${band}" width="190" height="150" rx="8" fill="${light}"/>` +
    emblem(bag + 73, band + 75, accent, deep, pick) +
    shadow(575, 662, 120, deep) +
    `<path d="M480 545h180v50a90 90 0 0 1-180 0Z" fill="${light}"/><ellipse cx="570" cy="545" rx="90" ry="20" fill="${deep}"/><path d="M660 560q54-4 50 34t-62 34" fill="none" stroke="${light}" stroke-width="16"/>` +
    beans.join('')
  );
};

function emblem(x: number, y: number, accent: string, deep: string, pick: Pick): string {
  const kinds = [
    `<circle cx="${x}" cy="${y}" r="44" fill="${accent}"/><path d="M${x - 44} ${y + 6}q22-18 44 0t44 0v8a44 44 0 0 1-88 0Z" fill="${deep}" opacity=".75"/>`,
    `<path d="M${x - 62} ${y + 40}l44-78 28 46 20-28 34 60Z" fill="${accent}"/><circle cx="${x + 34}" cy="${y - 34}" r="14" fill="${deep}"/>`,
    range(4)
      .map(
        (index) =>
          `<path d="M${x} ${y}q-20-36 0-54q20 18 0 54Z" fill="${index % 2 === 0 ? accent : deep}" transform="rotate(${index * 90} ${x} ${y})"/>`,
      )
      .join(''),
    range(3)
      .map(
        (index) =>
          `<circle cx="${x}" cy="${y}" r="${46 - index * 16}" fill="${index % 2 === 0 ? accent : deep}"/>`,
      )
      .join(''),
  ];
  return kinds[pick(kinds.length)] ?? '';
}

const tea: Motif = ([, deep, main, accent, light], pick) => {
  const tilt = -14 + pick(8);
  const leaves = range(5).map((index) => {
    const side = index % 2 === 0 ? 1 : -1;
    return `<path d="M560 ${600 - index * 62}q${side * 20}-78 ${side * 104}-86q${-side * 8} 78 ${-side * 104} 86Z" fill="${index % 2 === 0 ? main : deep}"/>`;
  });
  return (
    `<g transform="rotate(${tilt} 560 640)"><path d="M560 660Q552 480 562 300" fill="none" stroke="${deep}" stroke-width="7"/>${leaves.join('')}</g>` +
    shadow(290, 692, 190, deep) +
    `<rect x="140" y="330" width="290" height="356" rx="16" fill="${main}"/><rect x="370" y="330" width="60" height="356" rx="16" fill="${deep}" opacity=".25"/>` +
    `<rect x="126" y="282" width="318" height="66" rx="14" fill="${deep}"/><rect x="176" y="420" width="180" height="180" rx="90" fill="${light}"/>` +
    emblem(266, 510, accent, deep, pick) +
    shadow(600, 716, 110, deep) +
    `<path d="M510 610h180q-4 100-90 100t-90-100Z" fill="${light}"/><ellipse cx="600" cy="610" rx="90" ry="18" fill="${accent}"/>`
  );
};

const pantry: Motif = ([, deep, main, accent, light], pick) => {
  const jar = (x: number, width: number, height: number, fill: string) => {
    const top = 690 - height;
    const level = top + 40 + pick(5) * 10;
    return (
      shadow(x + width / 2, 692, width * 0.62, deep) +
      `<rect x="${x}" y="${top}" width="${width}" height="${height}" rx="34" fill="${light}" opacity=".9"/>` +
      `<path d="M${x + 12} ${level}h${width - 24}v${690 - level - 40}a28 28 0 0 1-28 28h-${width - 80}a28 28 0 0 1-28-28Z" fill="${fill}"/>` +
      `<rect x="${x + 14}" y="${top - 44}" width="${width - 28}" height="54" rx="10" fill="${deep}"/>` +
      `<rect x="${x + width * 0.22}" y="${top + height * 0.45}" width="${width * 0.56}" height="${height * 0.28}" rx="8" fill="${light}"/>` +
      `<circle cx="${x + width / 2}" cy="${top + height * 0.59}" r="${width * 0.1}" fill="${deep}"/>`
    );
  };
  const tall = 330 + pick(5) * 18;
  return (
    jar(130, 220, tall, main) + jar(500, 190, 240 + pick(4) * 20, accent) + jar(340, 170, 200, main)
  );
};

const textiles: Motif = ([, deep, main, accent, light], pick) => {
  const colours = [main, light, accent, deep];
  const offset = pick(4);
  const layers = range(5).map((index) => {
    const y = 610 - index * 74;
    const inset = pick(4) * 12;
    const colour = colours[(index + offset) % 4] ?? main;
    const stripe = colours[(index + offset + 2) % 4] ?? accent;
    const x = 150 + inset;
    const width = 500 - inset * 2;
    return (
      `<rect x="${x}" y="${y}" width="${width}" height="72" rx="34" fill="${colour}"/>` +
      range(2 + pick(3))
        .map(
          (line) =>
            `<rect x="${x + 40 + line * 44}" y="${y}" width="${10 + pick(3) * 6}" height="72" fill="${stripe}" opacity=".8"/>`,
        )
        .join('') +
      `<path d="M${x + width - 34} ${y}a36 36 0 0 1 0 72a20 36 0 0 0 0-72Z" fill="${deep}" opacity=".25"/>`
    );
  });
  return shadow(400, 690, 300, deep) + layers.join('');
};

const tableware: Motif = ([, deep, main, accent, light], pick, subcategory) => {
  const glaze = [main, light, deep][pick(3)] ?? main;
  const lip = `fill="${accent}" opacity=".55"`;
  const shapes: Record<string, string> = {
    Plates:
      `<circle cx="400" cy="440" r="250" fill="${glaze}"/><circle cx="400" cy="440" r="250" fill="none" stroke="${accent}" stroke-width="${6 + pick(4) * 3}"/>` +
      `<circle cx="400" cy="440" r="168" fill="none" stroke="${deep}" stroke-width="4" opacity=".35"/><circle cx="400" cy="440" r="${60 + pick(4) * 16}" ${lip}/>`,
    Bowls: `<path d="M150 430h500q-10 250-250 250t-250-250Z" fill="${glaze}"/><path d="M168 510h464q-8 30-20 54H188q-12-24-20-54Z" ${lip}/><ellipse cx="400" cy="430" rx="250" ry="52" fill="${deep}"/><ellipse cx="400" cy="440" rx="214" ry="36" fill="${main}"/>`,
    'Pots & Jugs': `<path d="M300 300h200q20 70 70 170t-40 214H270q-90-114-40-214t70-170Z" fill="${glaze}"/><path d="M236 470q164 60 328 0l20 70q-184 60-368 0Z" ${lip}/><path d="M560 380q130-10 116 100t-108 106" fill="none" stroke="${glaze}" stroke-width="30"/><ellipse cx="400" cy="300" rx="100" ry="22" fill="${deep}"/>`,
    Vases: `<path d="M392 330Q380 190 ${300 + pick(5) * 20} 110M404 330Q430 210 ${480 + pick(4) * 20} 150" fill="none" stroke="${deep}" stroke-width="6"/>${[
      [330, 140],
      [372, 210],
      [500, 170],
      [450, 232],
    ]
      .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${18 + pick(3) * 6}" fill="${accent}"/>`)
      .join(
        '',
      )}<path d="M360 320h80q0 90 70 150t0 216H290q-70-156 0-216t70-150Z" fill="${glaze}"/><path d="M262 560q138 50 276 0l-2 50q-136 46-272 0Z" ${lip}/>`,
  };
  const cup = `<path d="M230 350h280v220q0 120-140 120t-140-120Z" fill="${glaze}"/><path d="M230 470h280v70H230Z" ${lip}/><path d="M505 410q120-10 116 76t-120 84" fill="none" stroke="${glaze}" stroke-width="32"/><ellipse cx="370" cy="350" rx="140" ry="32" fill="${deep}"/>`;
  return (
    shadow(400, 692, 230, deep) + (Object.hasOwn(shapes, subcategory) ? shapes[subcategory] : cup)
  );
};

const kitchen: Motif = ([, deep, main, accent, light], pick) => {
  const tools = [
    `<path d="M0-250q46 60 46 200H0Z" fill="${light}"/><rect y="-50" width="34" height="150" rx="14" fill="${deep}"/>`,
    `<ellipse cy="-190" rx="44" ry="62" fill="${accent}"/><rect x="-11" y="-150" width="22" height="250" rx="11" fill="${accent}"/>`,
    `<path d="M-46-180a46 46 0 0 1 92 0v46a46 46 0 0 1-92 0Z" fill="none" stroke="${deep}" stroke-width="9"/><path d="M0-226V-90" stroke="${deep}" stroke-width="9"/><rect x="-11" y="-96" width="22" height="196" rx="11" fill="${deep}"/>`,
    `<circle cy="-170" r="66" fill="${deep}"/><circle cy="-170" r="50" fill="${main}"/><rect x="-12" y="-108" width="24" height="208" rx="12" fill="${deep}"/>`,
  ];
  const first = pick(tools.length);
  const crock = `<path d="M440 470h220l-22 216H462Z" fill="${light}"/><path d="M446 530h208l-6 54H452Z" fill="${main}" opacity=".7"/>`;
  const standing = [0, 1, 2].map(
    (index) =>
      `<g transform="translate(${490 + index * 60} 520) rotate(${-14 + index * 14})">${tools[(first + index) % tools.length]}</g>`,
  );
  return (
    shadow(280, 692, 180, deep) +
    `<path d="M150 300a50 50 0 0 1 50-50h50a34 34 0 0 1 68 0h14a50 50 0 0 1 50 50v336a50 50 0 0 1-50 50H200a50 50 0 0 1-50-50Z" fill="${accent}"/>` +
    range(4)
      .map(
        (index) =>
          `<path d="M${186 + index * 48} 300q${10 + pick(12)} 170 0 350" fill="none" stroke="${deep}" stroke-width="4" opacity=".22"/>`,
      )
      .join('') +
    shadow(550, 692, 130, deep) +
    standing.join('') +
    crock
  );
};

const living: Motif = ([, deep, main, accent, light], pick) => {
  const candle = (x: number, height: number, colour: string) =>
    shadow(x + 45, 692, 70, deep) +
    `<rect x="${x}" y="${690 - height}" width="90" height="${height}" rx="12" fill="${colour}"/>` +
    `<path d="M${x + 45} ${690 - height}v-26" stroke="${deep}" stroke-width="6"/>` +
    `<path d="M${x + 45} ${590 - height}q34 50 0 78q-34-28 0-78Z" fill="#e2a04a"/>`;
  return (
    `<path d="M250 690V380a150 150 0 0 1 300 0V690Z" fill="${deep}" opacity=".85"/><path d="M290 690V390a110 110 0 0 1 220 0V690Z" fill="${main}"/>` +
    `<circle cx="400" cy="${400 + pick(4) * 14}" r="${44 + pick(3) * 10}" fill="${accent}" opacity=".8"/>` +
    candle(140, 200 + pick(5) * 24, light) +
    candle(570, 120 + pick(5) * 24, main) +
    candle(470, 90 + pick(3) * 20, light)
  );
};

const stationery: Motif = ([, deep, main, accent, light], pick) => {
  const angle = -10 + pick(8);
  return (
    shadow(390, 690, 250, deep) +
    `<g transform="rotate(${angle} 400 450)"><rect x="230" y="210" width="330" height="450" rx="14" fill="${deep}"/><rect x="250" y="216" width="316" height="438" rx="8" fill="${light}"/><rect x="220" y="200" width="330" height="450" rx="14" fill="${main}"/>` +
    `<rect x="220" y="200" width="54" height="450" rx="14" fill="${deep}" opacity=".35"/><rect x="326" y="290" width="160" height="${90 + pick(4) * 20}" rx="6" fill="${light}"/>${emblem(406, 340, accent, deep, pick)}<rect x="500" y="200" width="16" height="450" fill="${accent}"/></g>` +
    `<g transform="translate(620 420) rotate(${14 + pick(16)})"><rect x="-13" y="-190" width="26" height="380" rx="6" fill="${accent}"/><path d="M-13 190h26l-13 50Z" fill="${light}"/><path d="M-5 220h10l-5 20Z" fill="${deep}"/><rect x="-13" y="-200" width="26" height="44" rx="6" fill="${deep}"/></g>`
  );
};

const books: Motif = ([, deep, main, accent, light], pick) => {
  const colours = [main, accent, deep, light];
  const offset = pick(4);
  let x = 130;
  const spines = range(5).map((index) => {
    const width = 62 + pick(4) * 12;
    const height = 330 + pick(6) * 22;
    const colour = colours[(index + offset) % 4] ?? main;
    const band = colours[(index + offset + 1) % 4] ?? accent;
    const spine =
      `<rect x="${x}" y="${690 - height}" width="${width}" height="${height}" rx="6" fill="${colour}"/>` +
      `<rect x="${x}" y="${730 - height}" width="${width}" height="14" fill="${band}"/><rect x="${x}" y="${752 - height}" width="${width}" height="6" fill="${band}"/>` +
      `<rect x="${x}" y="630" width="${width}" height="14" fill="${band}"/>`;
    x += width + 4;
    return spine;
  });
  const leaning = colours[(offset + 3) % 4] ?? main;
  return (
    shadow(400, 692, 300, deep) +
    spines.join('') +
    `<g transform="rotate(14 ${x} 690)"><rect x="${x}" y="316" width="70" height="374" rx="6" fill="${leaning}"/><circle cx="${x + 35}" cy="430" r="22" fill="${light}" opacity=".85"/><circle cx="${x + 35}" cy="430" r="10" fill="${deep}"/><rect x="${x}" y="630" width="70" height="14" fill="${accent}"/></g>`
  );
};

const clothing: Motif = ([, deep, main, accent, light], pick) => {
  const body = [main, deep, light][pick(3)] ?? main;
  const trim = body === light ? main : light;
  const stripes = range(2 + pick(4)).map(
    (index) =>
      `<path d="M262 ${392 + index * 48}h276v${12 + pick(3) * 5}H262Z" fill="${trim}" opacity=".85"/>`,
  );
  const buttons = range(4).map(
    (index) => `<circle cx="400" cy="${390 + index * 66}" r="8" fill="${accent}"/>`,
  );
  return (
    `<path d="M400 180V136a26 26 0 1 0-26-26" fill="none" stroke="${deep}" stroke-width="9"/><path d="M400 176L238 262H562Z" fill="none" stroke="${deep}" stroke-width="9"/>` +
    `<path d="M300 232L170 330l60 250 46-14-14-128v222h276V438l-14 128 46 14 60-250-130-98q-100 60-200 0Z" fill="${body}"/>` +
    (pick(2) === 0
      ? stripes.join('')
      : `<path d="M400 268V660" stroke="${trim}" stroke-width="4"/>${buttons.join('')}`) +
    `<path d="M300 232q100 90 200 0q-100 60-200 0Z" fill="${accent}"/>`
  );
};

export const mounds: Motif = ([, deep, main, accent, light], pick) => {
  const hill = (y: number, colour: string, opacity: number) =>
    `<path d="M0 ${y}q${120 + pick(80)}-${90 + pick(70)} ${300 + pick(60)}-${20 + pick(40)}t${240 + pick(60)}-${pick(50)}T800 ${y - 40}V800H0Z" fill="${colour}" opacity="${opacity}"/>`;
  const firs = range(4 + pick(4)).map((index) => {
    const x = 90 + index * 96 + pick(40);
    const size = 70 + pick(50);
    return `<path d="M${x} ${640 - size}l${size * 0.36} ${size}h-${size * 0.72}Z" fill="${deep}"/>`;
  });
  return (
    `<circle cx="${240 + pick(320)}" cy="${210 + pick(70)}" r="${70 + pick(30)}" fill="${accent}"/>` +
    hill(470, main, 0.45) +
    hill(560, main, 0.85) +
    firs.join('') +
    hill(680, deep, 1) +
    `<path d="M${330 + pick(140)} 800q60-60 10-110t40-90" fill="none" stroke="${light}" stroke-width="14" stroke-linecap="round" opacity=".8"/>`
  );
};

const digital: Motif = ([, deep, main, accent, light], pick) => {
  const bars = range(6).map((index) => {
    const height = 40 + pick(9) * 14;
    return `<rect x="${266 + index * 46}" y="${490 - height}" width="28" height="${height}" rx="6" fill="${index % 3 === 1 ? accent : main}"/>`;
  });
  const lines = range(3).map(
    (index) =>
      `<rect x="266" y="${530 + index * 34}" width="${150 + pick(6) * 20}" height="12" rx="6" fill="${main}" opacity=".4"/>`,
  );
  return (
    shadow(400, 692, 200, deep) +
    `<rect x="210" y="150" width="380" height="540" rx="36" fill="${deep}"/><rect x="234" y="186" width="332" height="460" rx="12" fill="${light}"/>` +
    `<circle cx="400" cy="668" r="10" fill="${light}" opacity=".6"/>` +
    emblem(400, 270, accent, main, pick) +
    bars.join('') +
    lines.join('')
  );
};

export const motifs: Readonly<Record<string, Motif>> = {
  Coffee: coffee,
  Tea: tea,
  Pantry: pantry,
  Textiles: textiles,
  Tableware: tableware,
  Kitchen: kitchen,
  Living: living,
  Stationery: stationery,
  Books: books,
  Clothing: clothing,
  Outdoor: mounds,
  'Digital Guides': digital,
};
