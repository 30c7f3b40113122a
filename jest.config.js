/** Jest is for force-app alone; everything else is tested by Vitest. */
import sfdxLwcJest from '@salesforce/sfdx-lwc-jest/config.js';

export default {
  ...sfdxLwcJest.jestConfig,
  roots: ['<rootDir>/force-app'],
  testMatch: ['**/__tests__/**/*.test.js', '<rootDir>/force-app/test/**/*.test.js']
};
