/** A plain list of the records of an object that the rep may see, the latest first; no list views, no paging. */
import { element } from './element.ts';
import type { ObjectInfo } from './fieldRows.ts';
import { shown } from './fieldRows.ts';
import { page } from './page.ts';
import { request } from './session.ts';

/** How many records it shows. */
const shownRecords = 50;

type Row = Readonly<Record<string, unknown>> & { readonly Id: string };

export async function recordList(objectApiName: string): Promise<{ title: string; content: readonly Node[] }> {
  const info = (await request('GET', `/ui-api/object-info/${encodeURIComponent(objectApiName)}`)) as ObjectInfo & {
    labelPlural: string;
  };
  const name = info.nameFields.includes('Name') ? 'Name' : (info.nameFields.at(-1) ?? 'Id');
  const status = ['Status__c', 'Status'].filter((field) => field in info.fields).slice(0, 1);
  const columns = [name, ...status, 'CreatedDate'].filter((field) => field === name || field in info.fields);
  const soql = `SELECT ${[...new Set(['Id', ...columns])].join(', ')} FROM ${info.apiName} ORDER BY Id DESC LIMIT ${shownRecords}`;
  const { records } = (await request('GET', `/query?q=${encodeURIComponent(soql)}`)) as { records: Row[] };
  const head = columns.map((field) => element('th', { scope: 'col' }, info.fields[field]?.label ?? field));
  const rows = records.map((row) =>
    element(
      'tr',
      { class: 'slds-hint-parent' },
      ...columns.map((field, index) => {
        const text = shown({ value: row[field], displayValue: null }, info.fields[field]?.dataType ?? 'String');
        const address = `/lightning/r/${info.apiName}/${row.Id}/view?rep=${page.user.id}`;
        return index === 0
          ? element('th', { scope: 'row' }, element('a', { href: address }, text || row.Id))
          : element('td', {}, text);
      })
    )
  );
  const count = records.length < shownRecords ? `${records.length} items` : `The latest ${shownRecords}`;
  return {
    title: info.labelPlural,
    content: [
      element(
        'div',
        { class: 'slds-card host-list' },
        element(
          'div',
          { class: 'slds-p-around_medium' },
          element('h2', { class: 'slds-text-heading_medium' }, info.labelPlural),
          element('p', { class: 'slds-text-body_small slds-text-color_weak' }, count)
        ),
        element(
          'div',
          { class: 'slds-scrollable_x' },
          element(
            'table',
            { class: 'slds-table slds-table_cell-buffer slds-table_bordered' },
            element('thead', {}, element('tr', { class: 'slds-line-height_reset' }, ...head)),
            element('tbody', {}, ...rows)
          )
        )
      )
    ]
  };
}
