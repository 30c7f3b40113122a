import { Refusal } from '../ruleErrors.ts';
import { expression } from './expression.ts';
import type { Expression, FormulaScope } from './expression.ts';
import type { FormulaFunction, FormulaFunctions } from './formulaFunctions.ts';

/**
 * Functions that compare the record with what it was before the save. Source: Salesforce Help, ISNEW, ISCHANGED and
 * PRIORVALUE (documented). Salesforce has them in assignment rules too; there they are refused, since a rule is also
 * evaluated here for leads that have no save.
 */
export const changeFunctions: FormulaFunctions = {
  isnew: {
    name: 'ISNEW',
    takes: [0, 0],
    compile: () => expression('boolean', ({ before }) => before === undefined)
  },
  /** False for every field of a new record; blank and zero are two values. */
  ischanged: ofField('ISCHANGED', (field) =>
    expression('boolean', (scope) => !isSame(field.evaluate(scope), field.evaluate(beforeSave(scope))))
  ),
  /** The value itself on a new record. In ISPICKVAL and INCLUDES it stands for the field. */
  priorvalue: ofField('PRIORVALUE', (field) =>
    expression(field.type, (scope) => field.evaluate(beforeSave(scope)), { nullable: field.nullable })
  )
};

function ofField(name: string, compile: (field: Expression) => Expression): FormulaFunction {
  return {
    name,
    takes: [1, 1],
    compile(args) {
      const [field] = args as [Expression];
      if (field.field?.field.of !== 'lead') {
        throw new Refusal('FORMULA_ARGUMENTS', `${name} takes a field of the record itself.`);
      }
      return compile(field);
    }
  };
}

/** The scope in which fields have the values that they had. */
function beforeSave(scope: FormulaScope): FormulaScope {
  return scope.before === undefined ? scope : { ...scope, lead: scope.before };
}

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.join(';') === other.join(';');
  return one === other;
}
