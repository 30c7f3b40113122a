import { Refusal } from './ruleErrors.ts';

/**
 * Splits the value of a criterion: commas separate alternatives, double quotes protect a comma, a doubled quote inside
 * quotes is a quote, spaces around an item do not count (those inside quotes do not either).
 * Source: salesforce.stackexchange.com/questions/165231 quoting Salesforce Help (documented); trimming is assumed,
 * since Salesforce trims text that it saves.
 *
 * An empty item is refused: whether it would mean blank is not documented.
 */
export function splitValueList(text: string): string[] {
  const items: string[] = [];
  let position = 0;
  for (;;) {
    while (text[position] === ' ') position += 1;
    let item: string;
    if (text[position] === '"') {
      item = '';
      position += 1;
      for (;;) {
        const quote = text.indexOf('"', position);
        if (quote < 0) throw new Refusal('VALUE_LIST_MALFORMED', `The value ${text} has a quote that is not closed.`);
        item += text.slice(position, quote);
        position = quote + 1;
        if (text[position] !== '"') break;
        item += '"';
        position += 1;
      }
      while (text[position] === ' ') position += 1;
      if (position < text.length && text[position] !== ',') {
        throw new Refusal('VALUE_LIST_MALFORMED', `The value ${text} has text after a closing quote.`);
      }
    } else {
      const comma = text.indexOf(',', position);
      const end = comma < 0 ? text.length : comma;
      item = text.slice(position, end);
      if (item.includes('"')) {
        throw new Refusal('VALUE_LIST_MALFORMED', `The value ${text} has a quote inside an item without quotes.`);
      }
      position = end;
    }
    item = item.trim();
    if (item === '') throw new Refusal('VALUE_ITEM_EMPTY', `The value ${text} has an empty item.`);
    items.push(item);
    if (position >= text.length) return items;
    position += 1;
  }
}
