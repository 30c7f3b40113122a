import { describe, expect, it } from 'vitest';
import { missingEntries } from '../../scripts/completeLockfile.ts';

describe('Completing the lockfile', () => {
  const asks = {
    version: '4.1.0',
    dev: true,
    optionalDependencies: { '@x/y-linux-x64-musl': '4.1.0', '@x/y-win32-x64-gnu': '4.1.0' }
  };

  it('adds the packages for other machines with the platform that their names tell', () => {
    expect(missingEntries({ 'node_modules/y': asks })).toEqual({
      'node_modules/@x/y-linux-x64-musl': {
        version: '4.1.0',
        cpu: ['x64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux']
      },
      'node_modules/@x/y-win32-x64-gnu': { version: '4.1.0', cpu: ['x64'], dev: true, optional: true, os: ['win32'] }
    });
  });

  it('leaves alone what is there, at the top or beside the package that asks', () => {
    const present = { version: '4.1.0' };
    const found = missingEntries({
      'node_modules/a/node_modules/y': asks,
      'node_modules/@x/y-linux-x64-musl': present,
      'node_modules/a/node_modules/@x/y-win32-x64-gnu': present
    });
    expect(found).toEqual({});
  });

  it('does not take a package of another folder for its own', () => {
    const elsewhere = {
      'node_modules/y': asks,
      'node_modules/a/node_modules/@x/y-linux-x64-musl': { version: '4.1.0' }
    };
    expect(Object.keys(missingEntries(elsewhere))).toContain('node_modules/@x/y-linux-x64-musl');
  });

  it('refuses a package whose platform cannot be told', () => {
    expect(() => missingEntries({ 'node_modules/y': { optionalDependencies: { 'y-native': '1.0.0' } } })).toThrow(
      'y-native'
    );
  });
});
