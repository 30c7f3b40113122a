/** The explanation of one lead as a person reads it, and as JSON. */
import pc from 'picocolors';
import type { Explanation } from '../../../assignment-rules/index.ts';
import type { LeadExplanation } from '../../explainLead.ts';
import type { RulesWorld } from '../../rulesWorld.ts';
import { describeReasons, row } from '../describeAnswer.ts';
import { describeCriterion, describeTarget, describeWhyNot } from './describeWhyNot.ts';

export function describeExplanation({ lead, explanation, next }: LeadExplanation, world: RulesWorld): string {
  const { rule, source, comments, unread } = world;
  const count = `${rule.entries.length} ${rule.entries.length === 1 ? 'entry' : 'entries'}`;
  return [
    row('lead', lead.what),
    ...lead.recognised.map((text, index) => row(index === 0 ? 'known' : '', text)),
    ...lead.warnings.map(({ field, message }) => row('careful', pc.yellow(`${field} ${message}`))),
    row('rule', `"${rule.fullName}", ${count}, from ${source}`),
    explanation ? describeOutcome(explanation, world) : row('goes to', pc.yellow(lead.notAsked ?? '')),
    ...(explanation?.passedOver ?? []).map(({ entry, why }, index) => {
      const { target } = rule.entries[entry - 1]!;
      const comment = comments.get(entry);
      const head = `entry ${entry}, ${target?.name ?? 'keep owner'}: `;
      return (
        row(index === 0 ? 'not by' : '', head + describeWhyNot(why)) + (comment ? row('', pc.dim(`  ${comment}`)) : '')
      );
    }),
    describeNext(next, world.now()),
    ...unread.map((text) => row('not known', pc.yellow(text)))
  ].join('');
}

function describeOutcome({ matchedEntry, matched }: Explanation, { rule, comments }: RulesWorld): string {
  if (matchedEntry === undefined) {
    return row('goes to', pc.yellow('the org’s default lead owner: no entry matches'));
  }
  const entry = rule.entries[matchedEntry - 1]!;
  const comment = comments.get(matchedEntry);
  const because =
    entry.formula !== undefined
      ? [`the formula is true: ${entry.formula.replace(/\s+/g, ' ')}`]
      : matched.length === 0
        ? ['it has no criteria: it takes every lead that comes so far']
        : matched.map((criterion) => `${criterion.holds ? '✓' : '·'} ${describeCriterion(criterion)}`);
  return [
    row('goes to', `${pc.green(describeTarget(entry))}, by entry ${matchedEntry}`),
    ...(comment ? [row('', pc.dim(comment))] : []),
    ...(entry.booleanFilter === undefined ? [] : [row('', `filter ${entry.booleanFilter}`)]),
    ...because.map((text, index) => row(index === 0 ? 'since' : '', text))
  ].join('');
}

function describeNext(next: LeadExplanation['next'], now: Date): string {
  if (next.kind === 'unknown') {
    return row('next rep', pc.yellow(next.why));
  }
  const { decision } = next;
  const who = decision.rep?.name ?? 'nobody in particular';
  const step = {
    transfer: `${pc.green('live transfer')} to ${who}`,
    meeting: `${pc.yellow('meeting')} with ${who} at ${decision.at}`,
    callback: `${pc.yellow('callback')} by ${who}, due ${decision.at}`
  }[decision.kind];
  return row('next rep', `${step}, if the call came now (${now.toISOString()})`) + describeReasons(decision);
}

/** Stable names for scripts. */
export function explanationJson({ lead, explanation, next }: LeadExplanation, world: RulesWorld): unknown {
  const { rule, source, comments, unread } = world;
  const described = (number: number) => {
    const { target } = rule.entries[number - 1]!;
    return { entry: number, target: target ?? null, comment: comments.get(number) ?? null };
  };
  return {
    lead: {
      what: lead.what,
      id: lead.id ?? null,
      ownerId: lead.ownerId ?? null,
      recognised: lead.recognised,
      warnings: lead.warnings
    },
    rule: { name: rule.fullName, entries: rule.entries.length, source },
    outcome: explanation?.outcome ?? { kind: 'notAsked', why: lead.notAsked },
    matched: explanation?.matchedEntry
      ? { ...described(explanation.matchedEntry), criteria: explanation.matched }
      : null,
    passedOver: explanation?.passedOver.map(({ entry, why }) => ({ ...described(entry), why })) ?? [],
    next: next.kind === 'decided' ? { ...next, decision: withoutSecrets(next.decision) } : next,
    unread
  };
}

/** A rep's calendar address is a secret, and nobody explains a lead to learn their e-mail address. */
function withoutSecrets<T extends { rep: { id: string; name: string } | null }>(decision: T): unknown {
  const { rep, ...rest } = decision;
  const { turnOf: _people, ...plain } = rest as Record<string, unknown>;
  return { ...plain, rep: rep && { id: rep.id, name: rep.name } };
}
