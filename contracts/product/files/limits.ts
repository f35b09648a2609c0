/** How much of a product file is taken, in bytes and in lines. */
export const importLimits = {
  fileBytes: 64 * 1024 * 1024,
  /** What a file comes and goes in. */
  partBytes: 524_288,
  lines: 1_000_000,
  /** How many uploads one member has that did not come to their end. */
  uploadsOfOne: 20,
  /** Of what a download comes in, in characters; the last row may reach over it. */
  downloadCharacters: 120_000,
} as const;
