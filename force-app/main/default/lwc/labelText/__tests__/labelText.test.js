import { fill } from 'c/labelText';

describe('a label with places', () => {
  it('takes the values by number, as often as they are named', () => {
    expect(fill('{1} called {0}, {0}', 'Ada', 'Grace')).toBe('Grace called Ada, Ada');
  });

  it('takes a value as it is, even one that looks like a place or a pattern', () => {
    expect(fill('{0} of {1}', '{1}', '$&')).toBe('{1} of $&');
    expect(fill('{0} min', 0)).toBe('0 min');
  });

  it('keeps a place that has no value', () => {
    expect(fill('{0} and {1}', 'one')).toBe('one and {1}');
  });
});
