/** Our own, on a grid of 24, 1.5 wide, square ends, no fill. */
const paths = {
  home: 'M4 11l8-7 8 7v9.5h-5.5v-6h-5v6H4Z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  box: 'M4 8l8-4 8 4v8.5l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v8.5',
  orders: 'M6 3.5h12v17l-3-2-3 2-3-2-3 2ZM9 8h6M9 12h6',
  tag: 'M4 4h8l8.5 8.5-8 8L4 12ZM8 8h.01',
  stock: 'M3.5 20.5v-17M20.5 20.5v-17M3.5 18h17M3.5 9.5h17M6.5 18v-5h5v5M13 9.5V5h4.5v4.5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.5-3.8 3-5.5 6.5-5.5s6 1.7 6.5 5.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c2 .8 3.2 2.5 3.5 5',
  message: 'M3.5 6h17v12h-17ZM4 7l8 6 8-6',
  ticket: 'M3.5 6h17v4a2 2 0 0 0 0 4v4h-17v-4a2 2 0 0 0 0-4ZM14 6v12',
  shelves: 'M4 4h6v5H4ZM14 4h6v5h-6ZM4 15h6v5H4ZM14 15h6v5h-6ZM4 12h16',
  knot: 'M12 4v9M12 17v.5M3.5 20.5 12 3.5l8.5 17Z',
  page: 'M5.5 3.5h9l4 4v13h-13ZM14.5 3.5v4h4M8.5 12h7M8.5 16h5',
  in: 'M5 5v6h12M13 7l4 4-4 4',
  out: 'M19 5v6H7M11 7l-4 4 4 4',
  up: 'M5 15l7-7 7 7',
  down: 'M5 9l7 7 7-7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  printer: 'M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 14h10v6.5H7Z',
  check: 'M4.5 12.5l5 5 10-11',
  cross: 'M6 6l12 12M18 6 6 18',
  book: 'M5 4h13v16H5ZM8.5 4v16M11.5 8.5H15M11.5 12H15',
  picture: 'M4 4h6v5H4ZM14 4h6v5h-6ZM9 15h6v5H9ZM7 9v3h10V9M12 12v3',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M13 5h4v4h-4ZM7 10h4v4H7ZM13 15h4v4h-4Z',
  key: 'M8 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM11.5 12H21v4M17 12v3',
  refund: 'M8.5 5 4.5 9l4 4M5 9h9a5.5 5.5 0 0 1 0 11H9',
} as const;
export type IconName = keyof typeof paths;

/** Beside a text that says the same, or within something that has a name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The sign of four, the oldest of the merchants' marks. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 22V2.6L4.6 12.5H20M7 18h10" />
    </svg>
  );
}

const strokes = [
  'M6 8.5H18',
  'M6.5 9.5 12 4l5.5 5.5',
  'M6.5 20.5 12 15l5.5 5.5',
  'M12 4.5l6 3.5-6 3.5',
  'M12 4.5 6 8l6 3.5',
  'M12 9l4.5 4.5L12 18l-4.5-4.5Z',
  'M7 16.5 17 10.5',
  'M7 10.5 17 16.5',
  'M8 13h8M8 15.8h8',
  'M12 3 6 10.5h12Z',
  'M9 20.5h6',
  'M12 21a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
] as const;

/** Merchants signed their bales with a staff and strokes: one of these for each person and place. */
export function Mark({ of, big = false }: { of: string; big?: boolean }) {
  let hash = 2_166_136_261;
  for (const letter of of) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619) >>> 0;
  const one = hash % strokes.length;
  const second = (hash >>> 8) % strokes.length;
  const other = second === one ? (second + 5) % strokes.length : second;
  return (
    <svg className={big ? 'mark big' : 'mark'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={`M12 3v18${strokes[one]}${strokes[other]}`} />
    </svg>
  );
}
