/** Figures of a simulation in words, the same in text and in charts. */
import { daysOf, type Period } from '../../simulation/period.ts';
import type { Behaviour } from '../../simulation/behaviour.ts';

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `1 Dec 2026 to 31 Dec 2026, 31 days in America/Chicago` */
export function periodInWords(period: Period): string {
  const days = daysOf(period).length;
  const day = (atMs: number): string =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: period.timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric'
    }).format(atMs);
  const count = `${days} ${days === 1 ? 'day' : 'days'}, told in the time of ${period.timeZone}`;
  return days === 1
    ? `${day(period.startMs)}, ${count}`
    : `${day(period.startMs)} to ${day(period.endMs - 1)}, ${count}`;
}

export function behaviourInWords({ answerRate, talkMinutes, bookingRate }: Behaviour): string {
  return (
    `of 100 phones that ring ${figure(answerRate * 100)} are answered; a call takes ${figure(talkMinutes)} minutes on average, ` +
    `30 at most; of 100 callers who are offered a meeting ${figure(bookingRate * 100)} take the first time`
  );
}

/** `Mon 12–13` */
export function hourInWords(hour: number): string {
  const from = hour % 24;
  return `${weekdays[Math.floor(hour / 24)]} ${from}–${from + 1}`;
}

/** `12 %`; `–` of nothing. */
export function percent(part: number, whole: number): string {
  if (whole === 0) {
    return '–';
  }
  const share = (part / whole) * 100;
  const rounded = Math.round(share);
  // A few of many are not none, and nearly all are not all.
  return share > 0 && rounded === 0 ? '<1 %' : share < 100 && rounded === 100 ? '>99 %' : `${rounded} %`;
}

/** With one decimal where there is one. */
export function figure(value: number): string {
  return Number(value.toFixed(1)).toLocaleString('en-US');
}
