/** The part of formulon that this project uses; the package ships no types. */
declare module 'formulon' {
  export type FormulonNode =
    | { type: 'callExpression'; id: string; arguments: FormulonNode[] }
    | { type: 'identifier'; name: string }
    | { type: 'literal'; dataType: string; value: unknown; options?: unknown }
    | { type: 'error'; errorType: string; message: string };

  /** Parses without evaluating; a formula that does not parse gives an error node. */
  export function ast(formula: string): FormulonNode;
  /** Parses and evaluates, with a literal for each identifier. */
  export function parse(formula: string, substitutions?: Record<string, unknown>): FormulonNode;
  export function extract(formula: string): string[];
}
