import { z } from 'zod';

/** Without what may be left out: each field has to be given, `null` or empty where there is nothing. */
type Whole<Shape extends z.ZodRawShape> = {
  -readonly [Name in keyof Shape]: Shape[Name] extends
    | z.ZodDefault<infer Inner extends z.core.$ZodType>
    | z.ZodOptional<infer Inner extends z.core.$ZodType>
    ? Inner
    : Shape[Name];
};

/**
 * The body of a PUT. It says all of a thing: were a field left out set to its default, whoever
 * changes one field would empty another without a word. What changes a part is a PATCH.
 */
export function wholeBody<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
): z.ZodObject<Whole<Shape>, z.core.$strict> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, given(field)]);
  return z.strictObject(Object.fromEntries(fields) as Whole<Shape>);
}

function given(field: z.core.$ZodType): z.core.$ZodType {
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional) {
    const inner = field.unwrap() as z.ZodType;
    return given(inner.meta({ ...inner.meta(), ...field.meta() }));
  }
  // Texts of a translation are the thing itself; an address, which has a name, is one value.
  if (field instanceof z.ZodNullable) {
    const inner = field.unwrap();
    const whole = given(inner);
    return whole === inner ? field : z.nullable(whole).meta({ ...field.meta() });
  }
  if (field instanceof z.ZodObject && field.meta()?.id === undefined) return wholeBody(field);
  return field;
}
