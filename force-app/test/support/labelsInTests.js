/** Gives tests the real text of each custom label: what a rep reads is part of what is tested. */
import { metadataOf } from './metadataFiles.js';

for (const { content } of metadataOf('force-app', '.labels')) {
  for (const { fullName, value } of content.labels) {
    jest.doMock(`@salesforce/label/c.${fullName}`, () => ({ __esModule: true, default: value }), { virtual: true });
  }
}
