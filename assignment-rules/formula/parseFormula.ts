import { ast } from 'formulon';
import type { FormulonNode } from 'formulon';
import { Refusal } from '../ruleErrors.ts';

/** A formula as a tree. Names of functions are in lower case; operators are functions named as formulon names them. */
export type FormulaNode =
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaNode[] }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean };

/**
 * Parses a formula through formulon. Three things that it would get wrong are found before it sees them: comments
 * (taken out), `!`, which it applies to all that follows, and a backslash, which it does not know.
 * @throws Refusal
 */
export function parseFormula(formula: string): FormulaNode {
  const { code, withoutStrings } = withoutComments(formula);
  if (/!(?!=)/.test(withoutStrings)) {
    throw new Refusal('FORMULA_SYNTAX', 'The formula uses the operator !, which is not supported; write NOT(…).');
  }
  if (code.includes('\\'))
    throw new Refusal('FORMULA_SYNTAX', 'The formula has a backslash in a text, which is not supported.');
  return fromFormulon(ast(code));
}

function fromFormulon(node: FormulonNode): FormulaNode {
  switch (node.type) {
    case 'callExpression':
      return { kind: 'call', name: node.id.toLowerCase(), args: node.arguments.map(fromFormulon) };
    case 'identifier':
      return { kind: 'field', name: node.name };
    case 'literal':
      if (typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'boolean') {
        return { kind: 'literal', value: node.value };
      }
      throw new Refusal('FORMULA_TYPES', 'The formula uses NULL as a value; use ISBLANK.');
    case 'error':
      throw new Refusal('FORMULA_SYNTAX', 'The formula does not parse.');
  }
}

function withoutComments(formula: string): { code: string; withoutStrings: string } {
  const strings = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/.source;
  const comment = /\/\*[\s\S]*?\*\//.source;
  const code = formula.replace(new RegExp(`${strings}|${comment}`, 'g'), (found) =>
    found.startsWith('/*') ? ' ' : found
  );
  return { code, withoutStrings: code.replace(new RegExp(strings, 'g'), '""') };
}
