/** The part of MJML that the compiler of templates uses; the package brings no types. */
declare module 'mjml' {
  export default function mjml2html(
    source: string,
    options: { fonts: Record<string, string>; validationLevel: 'strict' | 'soft' | 'skip' },
  ): Promise<{ html: string; errors: { formattedMessage: string }[] }>;
}
