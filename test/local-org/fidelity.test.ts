import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../local-org/api/router.ts';
import { behaviourGroups } from '../../local-org/catalogue/behaviours.ts';
import { fidelityFile, fidelityText } from '../../local-org/catalogue/fidelity.ts';
import { operations } from '../../local-org/catalogue/operations.ts';
import { soqlFeatures } from '../../local-org/catalogue/soqlFeatures.ts';

const rows = [...operations, ...behaviourGroups.flatMap((group) => group.rows), ...soqlFeatures];

describe('The catalogue', () => {
  it('is what FIDELITY.md says; npx tsx local-org/catalogue/fidelity.ts --write brings it up to date', async () => {
    expect(readFileSync(fidelityFile, 'utf8')).toBe(await fidelityText());
  });

  it('has no two operations at one address', () => {
    expect(() => createRouter(operations)).not.toThrow();
    const [first] = operations;
    expect(first && (() => createRouter([first, first]))).toThrow();
  });

  it('says in each row how we know', () => {
    expect(rows.filter(({ source }) => !/^(documented|recorded|assumed)\b/.test(source))).toEqual([]);
  });

  it('says what is missing wherever something is supported in part', () => {
    expect(rows.filter(({ support, note }) => support === 'partial' && !note)).toEqual([]);
  });

  it('has a handler for all that it does not refuse, but for CometD, which has a server of its own', () => {
    const without = operations.filter(
      ({ support, handle, path }) => support !== 'refused' && !handle && !path.startsWith('/cometd')
    );
    expect(without).toEqual([]);
    // SOAP has a shape of refusal of its own, so there a handler writes it.
    const refused = operations.filter(
      ({ support, path }) => support === 'refused' && !path.startsWith('/services/Soap')
    );
    expect(refused.filter(({ handle }) => handle)).toEqual([]);
  });
});
