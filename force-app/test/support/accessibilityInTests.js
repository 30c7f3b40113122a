/** Gives tests `expect(element).toBeAccessible()`. */
import { setup } from '@sa11y/jest';

setup();
