/**
 * A process that writes into a journal until it is killed: begins each call it is given, answers each second one without
 * Salesforce, and says so only when that is done.
 */
import { openDatabase } from '../../../orchestrator/storage/database.ts';
import { Journal } from '../../../orchestrator/storage/journal.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';
import { westCall } from '../../scenarios/world.ts';

const [folder = ''] = process.argv.slice(2);
const journal = new Journal(await openDatabase({ kind: 'file', folder }), { org: 'org' });
for (let number = 0; ; number += 1) {
  const callId = `call-${number}`;
  await journal.begin(callId, readQualifiedCall(westCall(callId), 'US'), new Date());
  if (number % 2 === 1) {
    await journal.predicted(callId, { answered: number });
  }
  process.stdout.write(`${callId}\n`);
}
