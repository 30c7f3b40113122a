/** Words of a replay that its text, its picture and its page share. */
import { DateTime } from 'luxon';
import type { Replay } from '../../replayRules.ts';
import type { ChosenRule } from '../../rulesWorld.ts';

export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1,204 leads`. */
export function leadsText(count: number): string {
  return `${counted(count)} ${count === 1 ? 'lead' : 'leads'}`;
}

/** `10.0 %`; what is there is never 0.0. */
export function shareText(count: number, of: number): string {
  if (of === 0) return '0 %';
  const percent = (100 * count) / of;
  if (count > 0 && percent < 0.1) return '< 0.1 %';
  return count < of && percent > 99.9 ? '> 99.9 %' : `${percent.toFixed(1)} %`;
}

export function ruleText({ rule, source }: Pick<ChosenRule, 'rule' | 'source'>): string {
  return `"${rule.fullName}", ${counted(rule.entries.length)} ${rule.entries.length === 1 ? 'entry' : 'entries'}, from ${source}`;
}

/** `created from 2026-09-02 09:10 to 2026-12-01 08:10, America/Los_Angeles`; of a whole file nothing. */
export function periodText({ period, timeZone }: Pick<Replay, 'period' | 'timeZone'>): string {
  if (!period) return '';
  const shown = (date: Date): string => DateTime.fromJSDate(date, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
  return `, created from ${shown(period.from)} to ${shown(period.to)}, ${timeZone}`;
}

export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
