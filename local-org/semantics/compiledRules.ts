/** Validation rules and formula fields, compiled when they are deployed; what cannot be judged exactly is refused then. */
import { compileExpression, compileFormula } from '../../assignment-rules/formula/compileFormula.ts';
import type { Expression } from '../../assignment-rules/formula/expression.ts';
import { validationFunctions } from '../../assignment-rules/formula/formulaFunctions.ts';
import { Refusal } from '../../assignment-rules/ruleErrors.ts';
import { componentKey, MetadataProblem } from '../state/metadata/metadataProblem.ts';
import type { MetadataProblems } from '../state/metadata/metadataProblem.ts';
import type { Field, FieldType, Schema, SObjectType, ValidationRule } from '../state/schema.ts';
import { fieldTypesOf } from './formulaFields.ts';

export interface CompiledValidation {
  readonly rule: ValidationRule;
  readonly condition: Expression;
}

export interface CompiledFormulaField {
  readonly field: Field;
  readonly expression: Expression;
}

export interface CompiledObject {
  readonly validations: readonly CompiledValidation[];
  readonly formulas: readonly CompiledFormulaField[];
}

/** Compiles all rules and formulas of the schema; each that fails is a problem of its component. */
export function compileObjects(schema: Schema, problems: MetadataProblems): ReadonlyMap<string, CompiledObject> {
  return new Map(
    schema.objects
      .filter(
        (object) => object.validationRules.length > 0 || object.fields.some((field) => field.formula !== undefined)
      )
      .map((object) => [object.name, compileObject(object, schema, problems)])
  );
}

function compileObject(object: SObjectType, schema: Schema, problems: MetadataProblems): CompiledObject {
  const types = fieldTypesOf(object, schema);
  const attempt = <T>(type: string, name: string, work: () => T): T[] => {
    try {
      return [work()];
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof MetadataProblem)) throw error;
      problems.set(componentKey({ type, fullName: `${object.name}.${name}` }), error.message);
      return [];
    }
  };
  const validations = object.validationRules
    .filter((rule) => rule.active)
    .flatMap((rule) =>
      attempt('ValidationRule', rule.name, () => ({
        rule,
        condition: compileFormula(rule.errorConditionFormula, types, validationFunctions)
      }))
    );
  const formulas = object.fields
    .filter((field) => field.formula !== undefined)
    .flatMap((field) => attempt('CustomField', field.name, () => compileFormulaField(field, object, types)));
  return { validations, formulas };
}

/** What a formula must give for a field of this type. */
const formulaTypeOf: Readonly<Partial<Record<FieldType, Expression['type']>>> = {
  string: 'text',
  boolean: 'boolean',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime'
};

/**
 * The value is stored when the record is saved, so a formula may depend on nothing but the record itself.
 * @throws MetadataProblem, Refusal
 */
function compileFormulaField(
  field: Field,
  object: SObjectType,
  types: ReturnType<typeof fieldTypesOf>
): CompiledFormulaField {
  const formula = field.formula ?? '';
  const outsideTexts = formula.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  const moving = /\b(TODAY|NOW|TIMENOW)\s*\(/i.exec(outsideTexts)?.[1];
  if (moving)
    throw new MetadataProblem(
      `((The local org does not support ${moving.toUpperCase()} in a formula field: ${object.name}.${field.name}.))`
    );
  if (/\$\w/.test(outsideTexts))
    throw new MetadataProblem(
      `((The local org does not support global variables in a formula field: ${object.name}.${field.name}.))`
    );
  const otherFormula = object.fields.find(
    (other) => other.formula !== undefined && new RegExp(`\\b${other.name}\\b`, 'i').test(outsideTexts)
  );
  if (otherFormula)
    throw new MetadataProblem(
      `((The local org does not support a formula field that uses another one: ${object.name}.${field.name} uses ${otherFormula.name}.))`
    );

  const expression = compileExpression(formula, types);
  const wanted = formulaTypeOf[field.type];
  if (expression.type !== wanted) {
    throw new MetadataProblem(
      `Formula result is data type (${expression.type}), incompatible with the field's type (${field.type}).`
    );
  }
  return { field, expression };
}
