import { LightningElement, api } from 'lwc';
import LOCALE from '@salesforce/i18n/locale';
import AHEAD from '@salesforce/label/c.Trace_Ahead';
import CAPTION from '@salesforce/label/c.Trace_Balances_Caption';
import CHOSEN from '@salesforce/label/c.Trace_Chosen';
import COULD_NOT from '@salesforce/label/c.Trace_Could_Not';
import EVEN from '@salesforce/label/c.Trace_Even';
import FORMER from '@salesforce/label/c.Trace_Former_Member';
import MEMBER from '@salesforce/label/c.Trace_Member';
import SHORT from '@salesforce/label/c.Trace_Short';
import STANDING from '@salesforce/label/c.Trace_Standing';
import { fill } from 'c/labelText';

/** Bars shorter than this many per cent would not be seen. */
const leastWidth = 2;

/**
 * A turn as a small picture: a bar to the right is owed work, one to the left is ahead. Every bar stands beside its figure in words,
 * so the picture adds nothing that a listener would miss.
 */
export default class HandoffBalances extends LightningElement {
  /** As `standings` of `c/handoffReasons` gives them. */
  @api standings = [];
  /** Name by user id. */
  @api names = {};

  label = { CAPTION, MEMBER, STANDING };

  get rows() {
    const widest = Math.max(...this.standings.map(({ standing }) => Math.abs(standing)), 0.01);
    return this.standings.map(({ repId, standing, couldTake, isChosen }) => {
      const width = Math.abs(standing) < 0.005 ? 0 : Math.max((Math.abs(standing) / widest) * 50, leastWidth);
      const from = standing >= 0 ? 50 : 50 - width;
      return {
        repId,
        name: this.names[repId] ?? FORMER,
        standing: standingText(standing),
        remark: isChosen ? CHOSEN : couldTake ? undefined : COULD_NOT,
        rowClass: isChosen ? 'row chosen' : couldTake ? 'row' : 'row absent',
        style: `left: ${from.toFixed(1)}%; width: ${width.toFixed(1)}%`
      };
    });
  }
}

function standingText(standing) {
  const figure = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const text = figure.format(Math.abs(standing));
  if (text === figure.format(0)) return EVEN;
  return fill(standing > 0 ? SHORT : AHEAD, text);
}
