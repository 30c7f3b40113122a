/** By which entry of the assignment rule a lead was given away, told among the reasons. */
import type { Because } from './domain/reason.ts';
import type { MatchedEntry, Prediction } from './snapshot/predictOwner.ts';

/** Says it beside the sentence that says whom the rules chose. */
export function tellEntry(because: Because[], matched: MatchedEntry | undefined): void {
  const index = because.findIndex(({ rule }) => rule === 'assignmentRule' || rule === 'ownedByRep');
  const chosen = because[index];
  if (chosen && matched) {
    because[index] = { ...chosen, figures: { ...chosen.figures, ...figuresOf(matched) } };
  }
}

/** The entry that an earlier step of the handoff told. */
export function toldEntry(because: readonly Because[]): MatchedEntry | undefined {
  const figures = because.map((reason) => reason.figures).find((each) => typeof each?.['entry'] === 'number');
  return figures && { rule: String(figures['ruleName']), entry: Number(figures['entry']) };
}

/** For a reason that rests on a prediction alone. */
export function predictedEntry(prediction: Prediction): Pick<Because, 'figures'> {
  return prediction.type === 'team' || prediction.type === 'rep' ? { figures: figuresOf(prediction) } : {};
}

function figuresOf({ rule, entry }: MatchedEntry): NonNullable<Because['figures']> {
  return { ruleName: rule, entry };
}
