/**
 * What SOQL the local org answers: each feature with a query that shows it. A test runs every example, so that a row
 * cannot say more than the code does.
 */

export interface SoqlFeature {
  readonly feature: string;
  /** A `refused` query gets LOCAL_ORG_UNSUPPORTED; `partial` says in `note` what is missing. */
  readonly support: 'supported' | 'partial' | 'refused';
  readonly note?: string;
  /** How we know what Salesforce does here: `documented …`, `recorded …`, `assumed …`. */
  readonly source: string;
  /** A query on standard objects, with a field that force-app adds where no standard field will do. */
  readonly example: string;
}

const guide = (chapter: string) => `documented SOQL and SOSL Reference, "${chapter}"`;

export const soqlFeatures: readonly SoqlFeature[] = [
  {
    feature: 'Fields, object aliases, names in any case',
    support: 'supported',
    source: guide('SOQL SELECT Syntax'),
    example: `select l.id, l.NAME from lead l`
  },
  {
    feature: 'Parent fields, up to five levels',
    support: 'partial',
    note: 'a parent that the user may not see shows as null',
    source: guide('Using Relationship Queries'),
    example: `SELECT Id, CreatedBy.Manager.Name FROM Lead WHERE CreatedBy.IsActive = true`
  },
  {
    feature: 'Polymorphic parents by the fields of Name',
    support: 'partial',
    note: 'a queue is of type Queue; no path goes beyond them',
    source: `${guide('Understanding Polymorphic Keys and Relationships')}; attributes assumed from samples`,
    example: `SELECT Id, Owner.Name, Owner.Type, Owner.Email FROM Lead WHERE Owner.Type = 'Queue'`
  },
  {
    feature: 'TYPEOF',
    support: 'refused',
    source: guide('TYPEOF'),
    example: `SELECT TYPEOF Owner WHEN User THEN Email END FROM Lead`
  },
  {
    feature: 'Child subqueries, each with its own filter, order and limit',
    support: 'partial',
    note: 'one level; all children come in one batch; no OFFSET',
    source: guide('Using Relationship Queries'),
    example: `SELECT Id, (SELECT LastName FROM Contacts WHERE Email != null ORDER BY LastName LIMIT 2) FROM Account`
  },
  {
    feature: 'Child subqueries inside child subqueries',
    support: 'refused',
    source: guide('Using Relationship Queries'),
    example: `SELECT Id, (SELECT Id, (SELECT Id FROM Contacts) FROM ChildAccounts) FROM Account`
  },
  {
    feature: 'Semi-joins and anti-joins',
    support: 'supported',
    note: 'at most two, not nested, not under OR',
    source: guide('Semi-Joins and Anti-Joins: Subqueries'),
    example: `SELECT Id FROM Group WHERE Id IN (SELECT OwnerId FROM Lead WHERE Status = 'Open')`
  },
  {
    feature: 'AND, OR, NOT with parentheses',
    support: 'partial',
    note: 'three NOTs directly inside each other are refused, and in HAVING a NOT that is followed by more',
    source: `${guide('Logical Operators')}; recorded in public reports for AND NOT`,
    example: `SELECT Id FROM Lead WHERE Name = 'A' AND (Company = 'B' OR (NOT Email = 'c@d.example'))`
  },
  {
    feature: 'Comparisons with null',
    support: 'partial',
    note: '= and != only; != and NOT IN keep blank fields',
    source: guide('Comparison Operators'),
    example: `SELECT Id FROM Lead WHERE Email = null AND Company != 'Nova'`
  },
  {
    feature: 'Text without regard to case, LIKE',
    support: 'partial',
    note: 'all letters for =, !=, IN and LIKE; for <, >, ORDER BY and GROUP BY only the letters A to Z',
    source: guide('Comparison Operators'),
    example: `SELECT Id FROM Lead WHERE Name = 'ZOË' OR Company LIKE '100\\%%'`
  },
  {
    feature: 'IN and NOT IN with lists',
    support: 'supported',
    source: guide('Comparison Operators'),
    example: `SELECT Id FROM Lead WHERE Status IN ('Open', 'Working', null)`
  },
  {
    feature: 'INCLUDES and EXCLUDES',
    support: 'supported',
    source: guide('Querying Multi-Select Picklists'),
    example: `SELECT Id FROM Lead WHERE Product_Interest__c INCLUDES ('Voice;Chat', 'Mail')`
  },
  {
    feature: 'Dates, datetimes and relative dates in the time zone and week of the user',
    support: 'supported',
    source: guide('Date Formats and Date Literals in WHERE'),
    example: `SELECT Id FROM Lead WHERE CreatedDate = LAST_N_DAYS:7 AND CreatedDate > 2026-01-01T00:00:00+01:00`
  },
  {
    feature: 'Fiscal dates',
    support: 'refused',
    source: guide('Date Formats and Date Literals in WHERE'),
    example: `SELECT Id FROM Lead WHERE CreatedDate = THIS_FISCAL_YEAR`
  },
  {
    feature: 'Date functions in UTC',
    support: 'supported',
    source: guide('Date Functions'),
    example: `SELECT DAY_ONLY(CreatedDate) day, COUNT(Id) FROM Lead WHERE HOUR_IN_DAY(CreatedDate) >= 9 GROUP BY DAY_ONLY(CreatedDate)`
  },
  {
    feature: 'convertTimezone()',
    support: 'refused',
    source: guide('Date Functions'),
    example: `SELECT COUNT(Id) FROM Lead GROUP BY DAY_ONLY(convertTimezone(CreatedDate))`
  },
  {
    feature: 'Time literals',
    support: 'refused',
    source: guide('Comparison Operators'),
    example: `SELECT Id FROM BusinessHours WHERE MondayStartTime = 08:00:00.000Z`
  },
  {
    feature: 'Currency literals',
    support: 'refused',
    source: guide('Querying Currency Fields in Multi-Currency Orgs'),
    example: `SELECT Id FROM Lead WHERE AnnualRevenue > USD5000`
  },
  {
    feature: 'COUNT()',
    support: 'supported',
    source: guide('COUNT()'),
    example: `SELECT COUNT() FROM Lead`
  },
  {
    feature: 'COUNT, COUNT_DISTINCT, SUM, AVG, MIN, MAX; GROUP BY; HAVING',
    support: 'supported',
    source: guide('GROUP BY'),
    example: `SELECT Status, COUNT(Id) n, MAX(CreatedDate) FROM Lead GROUP BY Status HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC`
  },
  {
    feature: 'GROUP BY ROLLUP and CUBE',
    support: 'refused',
    source: guide('GROUP BY ROLLUP'),
    example: `SELECT Status, COUNT(Id) FROM Lead GROUP BY ROLLUP(Status)`
  },
  {
    feature: 'ORDER BY with ASC, DESC, NULLS FIRST, NULLS LAST; picklists in the order of their values',
    support: 'supported',
    source: guide('ORDER BY'),
    example: `SELECT Id FROM Lead ORDER BY Status DESC NULLS LAST, Owner.Name`
  },
  {
    feature: 'LIMIT and OFFSET',
    support: 'supported',
    source: guide('OFFSET'),
    example: `SELECT Id FROM Lead LIMIT 10 OFFSET 2000`
  },
  {
    feature: 'FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM)',
    support: 'supported',
    source: guide('FIELDS()'),
    example: `SELECT FIELDS(ALL) FROM Lead LIMIT 200`
  },
  {
    feature: 'toLabel() in SELECT',
    support: 'partial',
    note: 'in the one language of the org',
    source: guide('toLabel()'),
    example: `SELECT toLabel(Status) FROM Lead`
  },
  {
    feature: 'toLabel() in WHERE',
    support: 'refused',
    source: guide('toLabel()'),
    example: `SELECT Id FROM Lead WHERE toLabel(Status) = 'Open'`
  },
  {
    feature: 'FORMAT()',
    support: 'refused',
    source: guide('FORMAT()'),
    example: `SELECT FORMAT(CreatedDate) FROM Lead`
  },
  {
    feature: 'convertCurrency()',
    support: 'refused',
    source: guide('convertCurrency()'),
    example: `SELECT convertCurrency(AnnualRevenue) FROM Lead`
  },
  {
    feature: 'DISTANCE() and GEOLOCATION()',
    support: 'refused',
    source: guide('Location-Based SOQL Queries'),
    example: `SELECT Id FROM Lead WHERE DISTANCE(Address, GEOLOCATION(37, 122), 'mi') < 20`
  },
  {
    feature: 'WITH SECURITY_ENFORCED, WITH USER_MODE',
    support: 'supported',
    note: 'permissions and sharing hold in every query',
    source: guide('WITH'),
    example: `SELECT Id FROM Lead WITH USER_MODE`
  },
  {
    feature: 'WITH SYSTEM_MODE',
    support: 'refused',
    source: guide('WITH'),
    example: `SELECT Id FROM Lead WITH SYSTEM_MODE`
  },
  {
    feature: 'WITH DATA CATEGORY',
    support: 'refused',
    source: guide('WITH DATA CATEGORY'),
    example: `SELECT Id FROM Lead WITH DATA CATEGORY Geography__c AT usa__c`
  },
  {
    feature: 'USING SCOPE',
    support: 'refused',
    source: guide('USING SCOPE'),
    example: `SELECT Id FROM Lead USING SCOPE mine`
  },
  { feature: 'FOR VIEW', support: 'refused', source: guide('FOR VIEW'), example: `SELECT Id FROM Lead FOR VIEW` },
  {
    feature: 'FOR REFERENCE',
    support: 'refused',
    source: guide('FOR REFERENCE'),
    example: `SELECT Id FROM Lead FOR REFERENCE`
  },
  { feature: 'FOR UPDATE', support: 'refused', source: guide('FOR UPDATE'), example: `SELECT Id FROM Lead FOR UPDATE` },
  {
    feature: 'UPDATE TRACKING and VIEWSTAT',
    support: 'refused',
    source: guide('UPDATE'),
    example: `SELECT Id FROM Lead UPDATE TRACKING`
  },
  {
    feature: 'Several objects in FROM',
    support: 'refused',
    source: guide('SOQL SELECT Syntax'),
    example: `SELECT Id FROM Lead l, l.Owner o WHERE o.Name = 'A'`
  },
  {
    feature: 'Bind variables',
    support: 'refused',
    source: guide('SOQL SELECT Syntax'),
    example: `SELECT Id FROM Lead WHERE Name = :name`
  }
];
