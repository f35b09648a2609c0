/** A department in German: what is true of all of it, and title and sentence of each product by its handle. */
export interface GermanDepartment {
  readonly paragraph: string;
  readonly facts: readonly string[];
  readonly items: Readonly<Record<string, readonly [title: string, sentence: string]>>;
}
