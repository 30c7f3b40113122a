/** `baton territory ...`: between the spreadsheet of sales operations and the assignment rules. */
import { Command } from 'commander';
import { buildCommand } from './build.ts';
import { readCommand } from './read.ts';

export function territoryCommand(): Command {
  return new Command('territory')
    .description('Turn a spreadsheet of territories into assignment rule entries, and back.')
    .addCommand(buildCommand())
    .addCommand(readCommand());
}
