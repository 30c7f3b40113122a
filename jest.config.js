/** Jest is for force-app alone; everything else is tested by Vitest. */
import sfdxLwcJest from '@salesforce/sfdx-lwc-jest/config.js';

export default {
  ...sfdxLwcJest.jestConfig,
  moduleNameMapper: {
    // Stubs of ours, where those that come with Jest for LWC do nothing.
    '^lightning/empApi$': '<rootDir>/force-app/test/jest-mocks/lightning/empApi',
    '^lightning/navigation$': '<rootDir>/force-app/test/jest-mocks/lightning/navigation',
    '^lightning/platformUtilityBarApi$': '<rootDir>/force-app/test/jest-mocks/lightning/platformUtilityBarApi'
  },
  setupFiles: ['<rootDir>/force-app/test/support/labelsInTests.js'],
  setupFilesAfterEnv: [
    ...sfdxLwcJest.jestConfig.setupFilesAfterEnv,
    '<rootDir>/force-app/test/support/accessibilityInTests.js'
  ],
  roots: ['<rootDir>/force-app'],
  testMatch: ['**/__tests__/**/*.test.js', '<rootDir>/force-app/test/**/*.test.js']
};
