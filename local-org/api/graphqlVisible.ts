/**
 * The part of an org's objects and fields that one user can read.
 */
import type { Access } from '../org.ts';
import type { Field, Schema, SObjectType } from '../state/schema.ts';

/** A lookup field that leads to at least one visible object. */
export interface VisibleLookup {
  readonly lookup: Field;
  /** `Owner`, `Lead__r` */
  readonly relationship: string;
  readonly parents: readonly SObjectType[];
  readonly polymorphic: boolean;
}

export class Visible {
  readonly schema: Schema;
  readonly access: Access;
  /** Events have no records to query. */
  readonly objects: readonly SObjectType[];

  constructor(schema: Schema, access: Access) {
    this.schema = schema;
    this.access = access;
    this.objects = schema.objects.filter(
      ({ name, queryable, kind }) => queryable && kind !== 'platformEvent' && access.can(name, 'read')
    );
  }

  fields(object: SObjectType): Field[] {
    return object.fields.filter((field) => this.access.canReadField(object.name, field.name));
  }

  lookups(object: SObjectType): VisibleLookup[] {
    return this.fields(object).flatMap((lookup) => {
      const parents = this.objects.filter(({ name }) => lookup.referenceTo.includes(name));
      if (!lookup.relationshipName || parents.length === 0) return [];
      return [{ lookup, relationship: lookup.relationshipName, parents, polymorphic: lookup.referenceTo.length > 1 }];
    });
  }

  children(object: SObjectType): { relationship: string; child: SObjectType; lookup: Field }[] {
    return this.schema.childRelationships(object.name).flatMap(({ name, childObject, field }) => {
      const child = this.objects.find((candidate) => candidate.name === childObject);
      const lookup = child && this.fields(child).find((candidate) => candidate.name === field);
      return child && lookup ? [{ relationship: name, child, lookup }] : [];
    });
  }

  /** Two users with equal fingerprints see the same. */
  fingerprint(): string {
    if (this.access.isAdmin) return 'admin';
    const rights = ['read', 'create', 'edit', 'delete'] as const;
    const bit = (granted: boolean, weight: number): number => (granted ? weight : 0);
    return this.schema.objects
      .map(({ name, fields }) => {
        const own = rights.map((right) => bit(this.access.can(name, right), 1)).join('');
        const onFields = fields.map(
          (field) =>
            bit(this.access.canReadField(name, field.name), 1) + bit(this.access.canEditField(name, field.name), 2)
        );
        return own + onFields.join('');
      })
      .join();
  }
}
