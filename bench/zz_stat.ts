import { compileRule } from '../assignment-rules/index.ts';
import { territoryFields, territoryLeads, territoryRule } from './territoryRule.ts';
const leads = territoryLeads(20000); const ctx = {now:new Date()};
const sizes=[100,1000,3000];
const cs=sizes.map(n=>compileRule(territoryRule(n), territoryFields));
const mins=cs.map(()=>new Array(20).fill(1e9));
for(let k=0;k<60;k++) for(let j=0;j<cs.length;j++){const c=cs[j]!; for(let s=0;s<20;s++){const t=process.hrtime.bigint(); for(let i=s*1000;i<s*1000+1000;i++) c.evaluate(leads[i]!,ctx); const d=Number(process.hrtime.bigint()-t)/1000; if(d<mins[j]![s]) mins[j]![s]=d;}}
const a=mins.map(m=>m.reduce((x:number,y:number)=>x+y,0)/20); console.log(a.map(x=>x.toFixed(0)).join(' '), 'ratio', (a[2]!/a[0]!).toFixed(2));
