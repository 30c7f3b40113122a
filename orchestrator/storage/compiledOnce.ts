/**
 * A statement that is built and compiled once, and run with other values each time: building one anew takes longer than
 * SQLite needs to run it. For the few that each call runs.
 */
import type { Compilable, Kysely, QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

/** Where a value goes. */
class Place {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * @param build the statement; `value(name)` stands for the value of that name wherever it goes
 * @returns runs it with values of these names
 */
export function compiledOnce<Values extends object, Row = unknown>(
  db: Kysely<Tables>,
  build: (value: <Name extends keyof Values>(name: Name) => Values[Name]) => Compilable<Row>
): (values: Values) => Promise<QueryResult<Row>> {
  const compiled = build(<Name extends keyof Values>(name: Name) => new Place(name) as Values[Name]).compile();
  return (values) =>
    db.executeQuery<Row>({
      ...compiled,
      parameters: compiled.parameters.map((parameter) =>
        parameter instanceof Place ? values[parameter.name as keyof Values] : parameter
      )
    });
}
