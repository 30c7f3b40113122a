/** `--field column=Field`: which field of the lead a column is compared with; the same for both commands. */
import { InvalidArgumentError, Option } from 'commander';
import { usualFields, type TerritoryFields } from '../../../assignment-rules/index.ts';

export const fieldOption = (): Option =>
  new Option(
    '--field <column=Field>',
    'compare a column with another field of Lead, e.g. country=CountryCode; may be given several times'
  ).argParser((text: string, before: Partial<TerritoryFields> | undefined) => {
    const [, column = '', field = ''] = /^(\w+)=(\w+)$/.exec(text) ?? [];
    const known = [...Object.keys(usualFields), 'region'];
    if (!known.includes(column.toLowerCase())) {
      throw new InvalidArgumentError(`It is a column and a field, and the column one of ${known.join(', ')}.`);
    }
    return { ...before, [column.toLowerCase()]: field };
  });

export function fieldsOf(given: Partial<TerritoryFields> | undefined): TerritoryFields {
  return { ...usualFields, ...given };
}
