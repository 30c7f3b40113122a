/** `baton rules simulate`: a month of made-up leads through rules and rotation, before it is lived through. */
import { InvalidArgumentError, Option, Command } from 'commander';
import type { SimulationWish } from '../../simulateMonth.ts';
import { usualBehaviour } from '../../simulation/behaviour.ts';
import type { ProvideEmbeddedOrg } from '../orgForUse.ts';
import { addRuleSource, ruleSourceHelp, withRulesWorld, type RuleSource } from './ruleSource.ts';

interface SimulateOptions extends RuleSource {
  from?: string;
  days?: number;
  leads?: number;
  perDay?: number;
  seed: number;
  distribution?: 'org' | 'picklists';
  answerRate: number;
  talkMinutes: number;
  bookingRate: number;
  compare?: string;
  charts?: string;
  json?: boolean;
}

const usualLeads = 1000;
const mostLeads = 100_000;

export function simulateCommand(provide: ProvideEmbeddedOrg): Command {
  return addRuleSource(new Command('simulate'))
    .description(
      'Send a month of made-up leads through the rules and the rotation: load, live transfers, everyone away.'
    )
    .addOption(
      new Option(
        '--from <month or day>',
        'first day: 2026-12 is that month, 2026-12-07 a day; default: next month'
      ).argParser(monthOrDay)
    )
    .addOption(
      new Option('--days <number>', 'how many days; default: to the end of the month, or 30').argParser(whole(1, 366))
    )
    .addOption(
      new Option('--leads <number>', `how many leads in all; default: ${usualLeads}`).argParser(whole(1, mostLeads))
    )
    .addOption(
      new Option('--per-day <number>', 'how many leads a day instead')
        .argParser(amount(0.1, mostLeads))
        .conflicts('leads')
    )
    .addOption(
      new Option('--seed <number>', 'another one draws other leads and other luck; the same one gives the same answer')
        .argParser(whole(0, 2 ** 31 - 1))
        .default(1)
    )
    .addOption(
      new Option(
        '--distribution <source>',
        'draw leads from those that the org has had, or from the lists of their fields; default: org where there are enough'
      ).choices(['org', 'picklists'])
    )
    .addOption(
      new Option('--answer-rate <percent>', 'phones that are answered, of those that ring')
        .argParser(amount(0, 100))
        .default(usualBehaviour.answerRate * 100)
    )
    .addOption(
      new Option('--talk-minutes <number>', 'how long a call with a rep takes on average')
        .argParser(amount(0.1, 30))
        .default(usualBehaviour.talkMinutes)
    )
    .addOption(
      new Option('--booking-rate <percent>', 'callers who take a meeting, of those who are offered one')
        .argParser(amount(0, 100))
        .default(usualBehaviour.bookingRate * 100)
    )
    .option('--compare <file>', 'a second rule file: the same callers by its rules, and what it changes')
    .option('--charts <file>', 'write charts too, as one page (.html) or one picture (.svg)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The ladder, the rotation, weights, caps, calendars, business hours and holidays are those by which live calls are decided; made
up are only who calls when, whether a rep answers and for how long they talk. Whoever does not answer lets it ring to the end,
and the next one is rung. Callbacks are taken to be made in time. Leads of other channels take no turns.

Leads are drawn from those that the org has had, or from the lists of their fields; read are only the fields that the rules and
the policies read. Under one seed the same leads come whatever the rules are, so that two runs differ by the rules alone.
${ruleSourceHelp}

Examples:
  $ baton rules simulate
  $ baton rules simulate --from 2026-12 --per-day 60 --charts december.html
  $ baton rules simulate --compare force-app/main/default/assignmentRules/Lead.assignmentRules-meta.xml
  $ baton rules simulate --answer-rate 60 --talk-minutes 20 --json`
    )
    .action((options: SimulateOptions) => run(options, provide));
}

async function run(options: SimulateOptions, provide: ProvideEmbeddedOrg): Promise<void> {
  const { compare, charts, json, ...source } = options;
  const { compiledRuleOf, withOtherRules } = await import('../../rulesWorld.ts');
  const { setStage, simulate } = await import('../../simulateMonth.ts');
  const { describeSimulation } = await import('./describeSimulation.ts');
  const { simulationJson } = await import('./simulationJson.ts');
  const { progressLine } = await import('../progressLine.ts');
  // Told before a long work is begun that would be for nothing.
  const writing = charts === undefined ? undefined : await writerOf(charts);
  const printed = await withRulesWorld(source, provide, async (world) => {
    const { salesforce, administrator, config, embedded } = world;
    const other = { administrator, ruleName: source.rule };
    const worlds = [world, ...(compare === undefined ? [] : [await withOtherRules(world, compare, other)])];
    const rules = worlds.map((each) => ({ world: each, compiled: compiledRuleOf(each) }));
    const stage = await setStage(wishOf(options), {
      salesforce,
      administrator,
      world,
      rules,
      rulesFile: embedded?.bare ? embedded.rulesFile : config.rulesFile,
      country: config.country
    });
    const months = rules.map(({ world: each, compiled }, index) => {
      const progress = progressLine(index === 0 ? 'simulating' : 'simulating the other');
      const month = simulate(stage, { compiled, world: each }, { onProgress: progress.show });
      progress.clear();
      return { ...month, world: each };
    });
    const told = {
      stage,
      months,
      hasPeople: embedded?.bare !== true,
      unread: [...world.unread, ...stage.reading.unread]
    };
    if (writing) {
      const { simulationCharts } = await import('./simulationCharts.ts');
      writing(simulationCharts(told));
    }
    return json
      ? `${JSON.stringify(simulationJson(told), null, 2)}\n`
      : describeSimulation(told) + (charts === undefined ? '' : `\n  Charts are in ${charts}.\n`);
  });
  process.stdout.write(printed);
}

function wishOf(options: SimulateOptions): SimulationWish {
  const { from, days, leads, perDay, seed, distribution, answerRate, talkMinutes, bookingRate } = options;
  return {
    from,
    days,
    leads: perDay === undefined ? { count: leads ?? usualLeads } : { perDay },
    seed,
    distribution,
    behaviour: { answerRate: answerRate / 100, talkMinutes, bookingRate: bookingRate / 100 }
  };
}

function monthOrDay(text: string): string {
  const isDate = /^\d{4}-(0[1-9]|1[0-2])(-\d\d)?$/.test(text) && new Date(`${`${text}-01`.slice(0, 10)}T00:00:00Z`);
  if (isDate === false || Number.isNaN(isDate.getTime()) || !isDate.toISOString().startsWith(text)) {
    throw new InvalidArgumentError('It is a month such as 2026-12, or a day such as 2026-12-07.');
  }
  return text;
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

function amount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replace(/%$/, ''));
    if (text.trim() === '' || !(value >= least && value <= most)) {
      throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
    }
    return value;
  };
}

async function writerOf(file: string) {
  const { chartPage, chartPicture } = await import('../charts/chartPage.ts');
  const { chartWriter } = await import('../charts/chartFile.ts');
  return chartWriter(file, { '.html': chartPage, '.svg': chartPicture });
}
