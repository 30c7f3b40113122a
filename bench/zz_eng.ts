import { compileRule } from '../assignment-rules/index.ts';
import { territoryFields, territoryLeads, territoryRule } from './territoryRule.ts';
import { inLowerCase, jsonLogicEngine, jsonRulesEngine, zenEngine } from './ruleEngines.ts';
const leads = territoryLeads(2000); const ctx={now:new Date()};
for (const n of [100, 1000, 3000]) {
  const rule=territoryRule(n); const c=compileRule(rule,territoryFields);
  for (const make of [jsonLogicEngine, zenEngine, jsonRulesEngine]) {
    const t0=performance.now(); const e=make(rule); const t1=performance.now();
    let bad=0; const some = leads.slice(0, n>=1000?100:500);
    for (const l of some){ const o=c.evaluate(l,ctx); const want=o.kind==='noMatch'?0:o.entry; const got=await e.firstEntry(inLowerCase(l)); if(got!==want){ if(bad++<3) console.log(e.name,want,got,JSON.stringify(l), JSON.stringify(rule.entries[(want||got)-1])); } }
    const ll=some.map(inLowerCase); let best=1e9;
    for(let k=0;k<(e.name[5]==='r'?1:5);k++){const s=performance.now(); for(const l of ll){const r=e.firstEntry(l); if(typeof r!=='number') await r;} best=Math.min(best,(performance.now()-s)/ll.length*1000);}
    console.log(n,e.name,'build',(t1-t0).toFixed(0),'us/lead',best.toFixed(1),'bad',bad);
  }
}
