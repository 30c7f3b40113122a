import { it } from 'vitest';
import { explore, canEnd } from './exploration.ts';
import { worldsOf } from './worlds.ts';
it('x',()=>{
for (const reps of [0,1,2,3]) {
const t=performance.now(); let n=0,s=0,tr=0,d=0,done=0;
const all=[...worldsOf(reps)];
for (const w of reps<3?all:all.filter((_,i)=>i%40==0)) { const e=explore(w,{onTransition(){},onDecision(){}}); done++; s+=e.states.size; tr+=e.transitions; d+=e.decisions; if (canEnd(e).size!==e.states.size) console.log('STUCK',w.name)}
console.log(reps, all.length, done, s,tr,d,Math.round(performance.now()-t),'ms');
}
}, 600000);
