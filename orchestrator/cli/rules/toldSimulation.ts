import type { RulesWorld } from '../../rulesWorld.ts';
import type { SimulatedMonth, Stage } from '../../simulateMonth.ts';

/** A simulation as it is told to people, to scripts and in charts. */
export interface ToldSimulation {
  stage: Stage;
  /** The month under the rule, and under the one that it is compared with where there is one. */
  months: readonly (SimulatedMonth & { world: Pick<RulesWorld, 'rule' | 'source'> })[];
  /** Whether the org has reps: one that was made from metadata has none, and only whose leads they are is known. */
  hasPeople: boolean;
  /** What could not be read, a sentence each. */
  unread: readonly string[];
}
