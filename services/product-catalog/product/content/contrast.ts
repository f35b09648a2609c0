/** Contrast of colours as WCAG 2.2 measures it. Colours are `#rrggbb`. */

type Triple = readonly [number, number, number];

/** From 1 to 21 (WCAG 2.2, relative luminance and contrast ratio). */
export function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [
    number,
    number,
  ];
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** So much of `colour` over what is left of `ground`. */
export function mixed(colour: string, ground: string, share: number): string {
  const [over, under] = [channelsOf(colour), channelsOf(ground)];
  return hexOf(
    over.map((value, at) => value * share + under[at]! * (1 - share)) as unknown as Triple,
  );
}

/**
 * The nearest colour of the same hue, brighter or darker, that `fits`; black or white where no
 * shade does.
 */
export function nearestShade(colour: string, fits: (shade: string) => boolean): string {
  if (fits(colour)) return colour;
  for (let step = 1; step <= 100; step += 1) {
    for (const ground of ['#000000', '#ffffff']) {
      const shade = mixed(colour, ground, 1 - step / 100);
      if (fits(shade)) return shade;
    }
  }
  return '#000000';
}

function channelsOf(colour: string): Triple {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255) as unknown as [
    number,
    number,
    number,
  ];
}

function hexOf(channels: Triple): string {
  const digits = channels.map((value) =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('')}`;
}
