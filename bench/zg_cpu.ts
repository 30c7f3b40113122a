import { readFileSync, readdirSync } from 'node:fs';
import { benchCall } from './benchCalls.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
import { startServiceProcess } from './serviceProcess.ts';
const org = await startLocalOrgProcess();
const service = await startServiceProcess(org);
const kids = () => readdirSync('/proc').filter((p) => /^\d+$/.test(p)).flatMap((p) => { try { const s = readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1]!.split(' '); return s[1] === String(process.pid) ? [{ p, cmd: readFileSync(`/proc/${p}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(-60), cpu: (Number(s[11]) + Number(s[12])) * 10 }] : []; } catch { return []; } });
for (let i = 0; i < 50; i++) await service.route(benchCall('x', i));
for (let round = 0; round < 3; round++) {
  const before = kids(); const t0 = performance.now();
  for (let i = 0; i < 100; i++) await service.route(benchCall('x', 50 + round * 100 + i));
  const after = kids();
  console.log((performance.now() - t0) / 100, 'ms/call', after.map((a, i) => `${a.cmd}: ${(a.cpu - before[i]!.cpu) / 100} cpu ms/call`));
}
await service.close(); await org.close();
