import { familyOf } from '../fieldTypes.ts';
import type { FieldTypes } from '../fieldTypes.ts';
import { qualifiedName, readField } from '../leadValues.ts';
import type { FieldReference } from '../leadValues.ts';
import { operandReader } from '../operand.ts';
import { Refusal } from '../ruleErrors.ts';
import { constantExpression, expression } from './expression.ts';
import type { Expression, FormulaType } from './expression.ts';
import { formulaFunctions } from './formulaFunctions.ts';
import type { FormulaFunctions } from './formulaFunctions.ts';
import { parseFormula } from './parseFormula.ts';
import type { FormulaNode } from './parseFormula.ts';

/**
 * Compiles the formula of an entry: formulon parses it once, the types are checked, and what is evaluated for each lead
 * is a tree of functions. Text compares by case, as in Salesforce formulas, unlike criteria.
 * @param functions what the formula may use where it stands; default: what an assignment rule may
 * @throws Refusal for what cannot be evaluated exactly
 */
export function compileFormula(formula: string, fields: FieldTypes, functions = formulaFunctions): Expression {
  const compiled = compileExpression(formula, fields, functions);
  if (compiled.type !== 'boolean') {
    throw new Refusal('FORMULA_NOT_BOOLEAN', `The formula gives a ${compiled.type}, not true or false.`);
  }
  return compiled;
}

/** The same for a formula of any type. @throws Refusal */
export function compileExpression(formula: string, fields: FieldTypes, functions = formulaFunctions): Expression {
  return compileNode(parseFormula(formula), fields, functions);
}

function compileNode(node: FormulaNode, fields: FieldTypes, functions: FormulaFunctions): Expression {
  switch (node.kind) {
    case 'literal':
      return constantExpression(node.value);
    case 'field':
      return compileField(node.name, fields);
    case 'call': {
      const known = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined;
      if (!known) {
        throw new Refusal(
          'FORMULA_FUNCTION_NOT_SUPPORTED',
          `The formula uses ${node.name.toUpperCase()}, which is not supported here.`
        );
      }
      const [least, most] = known.takes;
      if (node.args.length < least || node.args.length > most) {
        throw new Refusal('FORMULA_ARGUMENTS', `${known.name} is given ${node.args.length} arguments.`);
      }
      return known.compile(
        node.args.map((argument) => compileNode(argument, fields, functions)),
        known.name
      );
    }
  }
}

function compileField(written: string, fields: FieldTypes): Expression {
  const field = fieldReference(written);
  const name = qualifiedName(field);
  const info = fields(name);
  if (!info) throw new Refusal('FIELD_UNKNOWN', `The formula uses ${written}, and there is no such field.`, written);
  const family = familyOf(info.type);
  if (family === 'uncomparable' || family === 'lookup') {
    throw new Refusal(
      'FIELD_TYPE_NOT_SUPPORTED',
      `The formula uses ${written}, which has the type ${info.type}.`,
      written
    );
  }
  const read = operandReader(name, family, info);
  const one = (type: FormulaType, evaluate: Expression['evaluate'], nullable: boolean): Expression =>
    expression(type, evaluate, { nullable, field: { field, family, read, scaled: info.type === 'percent' } });

  switch (family) {
    case 'text': {
      // Unlike an operand, the text keeps its case.
      const text: Expression['evaluate'] = ({ lead, context }) => {
        const value = readField(field, lead, context);
        return value === null || value === undefined ? '' : String(value).trim();
      };
      return one(info.type === 'picklist' ? 'picklist' : 'text', text, false);
    }
    case 'multi':
      return one(
        'multi',
        ({ lead, context }) => {
          const value = readField(field, lead, context);
          return value === null || value === undefined
            ? []
            : String(value)
                .split(';')
                .map((item) => item.trim())
                .filter(Boolean);
        },
        false
      );
    case 'number':
      // 50% is 0.5 in a formula and 50 in the API (Salesforce Help, "Formula Operators and Functions"; assumed for rules).
      if (info.type === 'percent') {
        return one(
          'number',
          ({ lead, context }) => {
            const value = read(readField(field, lead, context)) as number | null;
            return value === null ? null : value / 100;
          },
          true
        );
      }
      return one('number', ({ lead, context }) => read(readField(field, lead, context)), true);
    case 'date':
    case 'datetime':
      return one(family, ({ lead, context }) => read(readField(field, lead, context)), true);
    case 'boolean': {
      const predicate = { field, family, read, test: { kind: 'isTrue' as const }, negated: false };
      return {
        ...one('boolean', ({ lead, context }) => read(readField(field, lead, context)), false),
        implies: [predicate]
      };
    }
  }
}

/** `Country` and `$User.Country`. */
function fieldReference(written: string): FieldReference {
  if (/^\w+$/.test(written)) return { of: 'lead', name: written };
  const user = /^\$User\.(\w+)$/i.exec(written);
  if (user) return { of: 'user', name: user[1]! };
  throw new Refusal(
    'FIELD_OBJECT_UNKNOWN',
    `The formula uses ${written}, which is not a field of the lead or the running user.`,
    written
  );
}
