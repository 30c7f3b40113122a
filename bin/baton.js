#!/usr/bin/env node
// The command. TypeScript runs as it is, through tsx: there is no build to forget.
import { register } from 'tsx/esm/api';

register();
await import('./baton.ts');
