import { matchedEntry, readList, standings } from 'c/handoffReasons';

describe('a list on a record', () => {
  it('is read', () => {
    expect(readList('[{"rule":"turn","text":"Your turn."}]')).toEqual({
      items: [{ rule: 'turn', text: 'Your turn.' }],
      isUnreadable: false
    });
  });

  it.each([undefined, null, '', '[]'])('is empty when it is %p', (json) => {
    expect(readList(json)).toEqual({ items: [], isUnreadable: false });
  });

  it.each(['[{"rule":"tu', '{"rule":"turn"}', '42', 'null', 'edited by hand'])(
    'is unreadable when it is %p',
    (json) => {
      expect(readList(json)).toEqual({ items: [], isUnreadable: true });
    }
  );

  it('leaves out what is no reason', () => {
    expect(readList('[null,"x",{"rule":"turn"}]').items).toEqual([{ rule: 'turn' }]);
  });
});

describe('the entry of the assignment rule', () => {
  it('is the one that a reason tells', () => {
    const reasons = [{ rule: 'matched' }, { rule: 'assignmentRule', figures: { ruleName: 'Routing', entry: 3 } }];
    expect(matchedEntry(reasons)).toEqual({ rule: 'Routing', entry: 3 });
  });

  it('is not known where none does', () => {
    expect(matchedEntry([{ rule: 'turn', figures: { turn: 7 } }, { rule: 'matched' }])).toBeUndefined();
  });
});

describe('the standings of a turn', () => {
  const ledger = JSON.stringify({
    balances: { priya: -500_000, marcus: 500_000, dana: 250_000 },
    change: { priya: -500_000, marcus: 500_000 },
    lastTurnOf: { priya: 7 }
  });

  it('give back to the one who took it the turn that it cost, and put those who could first', () => {
    expect(standings(ledger, 'priya')).toEqual([
      { repId: 'priya', standing: 0.5, couldTake: true, isChosen: true },
      { repId: 'marcus', standing: 0.5, couldTake: true, isChosen: false },
      { repId: 'dana', standing: 0.25, couldTake: false, isChosen: false }
    ]);
  });

  it('show the one who took it first among those who are even but for the rounding of shares', () => {
    const thirds = JSON.stringify({
      balances: { dana: 333_334, priya: -666_667, marcus: 333_333 },
      change: { dana: 333_334, priya: -666_667, marcus: 333_333 }
    });
    expect(standings(thirds, 'priya').map(({ repId }) => repId)).toEqual(['priya', 'dana', 'marcus']);
  });

  it.each([undefined, null, '', '{', '[]', '{"balances":{}}', '{"balances":{"a":"x"},"change":{}}'])(
    'are none when the ledger is %p',
    (json) => {
      expect(standings(json, 'priya')).toBeUndefined();
    }
  );
});
