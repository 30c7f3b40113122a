/** What the stage does in the org, always as the rep whose doing it is: nothing is written behind anybody's back. */

import type { Absence } from './scripts.ts';

interface Switches {
  readonly Takes_Transfers__c: boolean;
  readonly Away_Until__c: string | null;
}

export interface StageRep {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

export class StageOrg {
  readonly url: string;
  private readonly accessToken: string;
  private readonly now: () => Date;
  private readonly tokens = new Map<string, string>();

  /** @param accessToken of the integration user, for reading */
  constructor(url: string, accessToken: string, now: () => Date) {
    this.url = url;
    this.accessToken = accessToken;
    this.now = now;
  }

  /** Everybody who may take a call, by name. */
  async reps(): Promise<StageRep[]> {
    const users = await this.query<{ Id: string; Name: string; Username: string }>(
      'SELECT Id, Name, Username FROM User WHERE IsActive = true AND Id IN ' +
        "(SELECT UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue') ORDER BY Name"
    );
    return users.map(({ Id, Name, Username }) => ({ id: Id, name: Name, username: Username }));
  }

  /**
   * Lets nobody of the teams be reached, each by their own hand.
   * @returns whose record was changed, and how it becomes what it was
   */
  async withdraw(
    teams: readonly string[],
    absence: Absence,
    awayMs: number
  ): Promise<{ names: string[]; comeBack: () => Promise<void> }> {
    const named = teams.map((team) => `'${team}'`).join(', ');
    const members = await this.query<Switches & { Id: string; Name: string; Username: string }>(
      'SELECT Id, Name, Username, Takes_Transfers__c, Away_Until__c FROM User WHERE IsActive = true AND Id IN ' +
        `(SELECT UserOrGroupId FROM GroupMember WHERE Group.DeveloperName IN (${named})) ORDER BY Name`
    );
    const now = this.now().getTime();
    const isHere = ({ Away_Until__c: until }: Switches): boolean => until === null || Date.parse(until) <= now;
    const [here, change] =
      absence === 'away'
        ? [members.filter(isHere), { Away_Until__c: new Date(now + awayMs).toISOString() }]
        : [members.filter((each) => each.Takes_Transfers__c), { Takes_Transfers__c: false }];
    for (const { Id, Username } of here) await this.write(Username, 'User', Id, change);
    return {
      names: here.map(({ Name }) => Name),
      comeBack: async () => {
        for (const { Id, Username, Takes_Transfers__c, Away_Until__c } of here) {
          const before = absence === 'away' ? { Away_Until__c } : { Takes_Transfers__c };
          await this.write(Username, 'User', Id, before);
        }
      }
    };
  }

  /**
   * Accepts the offer that rings at this rep, as the Accept button on the rep's screen does.
   * @throws Error with the org's own words when it is not to be had any more
   */
  async accept(callId: string, rep: StageRep): Promise<void> {
    const [offer] = await this.query<{ Id: string }>(
      'SELECT Id FROM Handoff_Offer__c ' +
        `WHERE Handoff__r.Call_Id__c = '${callId}' AND Rep__c = '${rep.id}' AND Status__c = 'Ringing'`
    );
    // Also while Salesforce, slow just now, has not been written to: the screen shows nothing to press then either.
    if (!offer) throw new Error(`Salesforce shows ${rep.name} nothing to accept just now. Press again in a moment.`);
    await this.write(rep.username, 'Handoff_Offer__c', offer.Id, { Status__c: 'Accepted' });
  }

  /**
   * Has the reps' pages built before the first visitor needs them: while that goes on the org, which shares a process with
   * the service, answers late, and a call would be put through as if Salesforce were down.
   */
  async buildPages(rep: StageRep): Promise<void> {
    await (await fetch(this.pageOf(rep))).text();
  }

  pageOf({ id }: StageRep): string {
    return `${this.url}/lightning/page/home?rep=${id}`;
  }

  async query<T>(soql: string): Promise<T[]> {
    const reply = await this.ask('GET', `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, this.accessToken);
    return (reply as { records: T[] }).records;
  }

  private async write(username: string, object: string, id: string, fields: Record<string, unknown>): Promise<void> {
    const token = this.tokens.get(username) ?? (await this.session(username));
    this.tokens.set(username, token);
    await this.ask('PATCH', `/services/data/v66.0/sobjects/${object}/${id}`, token, fields);
  }

  private async session(username: string): Promise<string> {
    const reply = await this.ask('POST', '/_local/session', undefined, { username });
    return (reply as { accessToken: string }).accessToken;
  }

  private async ask(method: string, path: string, token?: string, body?: unknown): Promise<unknown> {
    const reply = await fetch(this.url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    const text = await reply.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (!reply.ok) {
      const [first] = Array.isArray(json) ? (json as { message: string }[]) : [];
      throw new Error(first?.message ?? `The org answered ${reply.status} to ${method} ${path}.`);
    }
    return json;
  }
}
