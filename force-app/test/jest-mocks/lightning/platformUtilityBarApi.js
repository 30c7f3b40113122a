/** The utility bar as tests see it: one item, of which it is kept whether it is open, and what it is made to look like. */
import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

export const utility = { id: 'utility-1', isOpen: false, label: undefined, highlighted: false, tookFocus: false };

export const EnclosingUtilityId = createTestWireAdapter(jest.fn());

export const open = jest.fn(async (id, { autoFocus } = {}) => {
  known(id);
  utility.isOpen = true;
  utility.tookFocus = autoFocus === true;
  return true;
});

export const minimize = jest.fn(async (id) => {
  known(id);
  utility.isOpen = false;
  return true;
});

export const updateUtility = jest.fn(async (id, changes) => {
  known(id);
  Object.assign(utility, changes);
  return true;
});

export const getInfo = jest.fn(async (id) => {
  known(id);
  return { ...utility };
});

function known(id) {
  if (id !== utility.id) throw new Error(`No utility has the id ${id}.`);
}

export function reset() {
  Object.assign(utility, { isOpen: false, label: undefined, highlighted: false, tookFocus: false });
}
