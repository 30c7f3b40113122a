import { Session } from 'node:inspector';
import { compileRule } from '../assignment-rules/index.ts';
import { territoryFields, territoryLeads, territoryRule } from './territoryRule.ts';
const leads = territoryLeads(Number(process.argv[3]??2000)); const ctx = {now:new Date()};
const c = compileRule(territoryRule(Number(process.argv[2]??3000)), territoryFields);
const run=(ms:number)=>{const s=performance.now(); let n=0; while(performance.now()-s<ms){for(let i=0;i<leads.length;i++) c.evaluate(leads[i]!,ctx); n++}
return (performance.now()-s)/n/leads.length*1e6;}
run(1000); console.log('ns', run(2000).toFixed(0));
const se=new Session(); se.connect(); se.post('Profiler.enable'); se.post('Profiler.setSamplingInterval',{interval:200}); se.post('Profiler.start'); run(3000);
se.post('Profiler.stop',(e,{profile:p}:any)=>{const self:any={},id:any={};p.nodes.forEach((n:any)=>id[n.id]=n);
p.samples.forEach((s:any,i:number)=>{const n=id[s];const k=n.callFrame.functionName+" "+n.callFrame.url.split("/").pop()+":"+n.callFrame.lineNumber;self[k]=(self[k]||0)+p.timeDeltas[i]});
(Object.entries(self) as any).sort((a:any,b:any)=>b[1]-a[1]).slice(0,16).forEach(([k,v]:any)=>console.log((v/1000).toFixed(0).padStart(7),k));});
