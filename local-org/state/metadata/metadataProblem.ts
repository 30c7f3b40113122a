import type { MetadataComponent } from '../metadataStore.ts';

/** A component cannot be deployed; the message is shown as its problem. */
export class MetadataProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MetadataProblem';
  }
}

/** Problems found while components were read together: key of a component to its first problem. */
export type MetadataProblems = Map<string, string>;

export function componentKey({ type, fullName }: Pick<MetadataComponent, 'type' | 'fullName'>): string {
  return `${type}:${fullName}`;
}

/** Runs the work for one component; a {@link MetadataProblem} is noted, any other error goes on. */
export function noteProblem(problems: MetadataProblems, component: MetadataComponent, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof MetadataProblem)) throw error;
    if (!problems.has(componentKey(component))) problems.set(componentKey(component), error.message);
  }
}

/** A feature that the local org does not have, as the problem of a component. */
export function notSupported(what: string): MetadataProblem {
  return new MetadataProblem(`((The local org does not support ${what}. See local-org/FIDELITY.md.))`);
}
