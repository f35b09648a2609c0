/** Our own, on a grid of 24, 1.5 wide, square ends, no fill. */
const paths = {
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  bag: 'M5 8h14l-1 12.5H6L5 8ZM9 8V6a3 3 0 0 1 6 0v2',
  user: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.7-4 3.7-6 7.5-6s6.8 2 7.5 6',
  box: 'M4 8l8-4 8 4v8.5l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v8.5',
  truck:
    'M2.5 6h11v10h-11ZM13.5 9.5h4l4 3.5v3h-8ZM7 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Zm10.5 0a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  back: 'M8.5 5 4.5 9l4 4M5 9h9a5.5 5.5 0 0 1 0 11H9',
  menu: 'M3.5 6.5h17M3.5 12h17M3.5 17.5h17',
  chevron: 'M9 5l7 7-7 7',
  heart:
    'M12 20C7.5 16.5 3.5 13.2 3.5 9.2A4.4 4.4 0 0 1 12 7.6a4.4 4.4 0 0 1 8.5 1.6c0 4-4 7.3-8.5 10.8Z',
  check: 'M4.5 12.5l5 5 10-11',
  cross: 'M6 6l12 12M18 6 6 18',
} as const;

/** Beside a text that says the same, or within something that has a name. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The sign of four, the oldest of the merchants' marks. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 22V2.6L4.6 12.5H20M7 18h10" />
    </svg>
  );
}
