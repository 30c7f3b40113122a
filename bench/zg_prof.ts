import { spawn } from 'node:child_process';
import { benchCall } from './benchCalls.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
const org = await startLocalOrgProcess();
const child = spawn(process.execPath, ['--cpu-prof', '--cpu-prof-dir=/tmp/gprof', 'bin/baton.js', 'serve', '--port', '18399'], { env: { PATH: process.env.PATH, HOME: process.env.HOME, SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: org.accessToken, BATON_API_KEYS: 'bench-key-of-no-value', BATON_LOG_LEVEL: 'warn' }, stdio: 'inherit' });
for (;;) { try { if ((await fetch('http://127.0.0.1:18399/readyz')).ok) break; } catch {} await new Promise((r) => setTimeout(r, 100)); }
for (let i = 0; i < 600; i++) { const r = await fetch('http://127.0.0.1:18399/v1/calls', { method: 'POST', headers: { authorization: 'Bearer bench-key-of-no-value', 'content-type': 'application/json' }, body: JSON.stringify(benchCall('x', i)) }); await r.text(); if (r.status !== 200) console.log(r.status); }
child.kill('SIGTERM'); await new Promise((r) => child.once('exit', r)); await org.close();
