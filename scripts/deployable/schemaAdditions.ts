/**
 * What the schema does not know, or cannot say, and an org takes all the same: each with where it is documented. A name
 * that is neither in the schema nor here is a fault.
 */
import type { SchemaElement } from './metadataSchema.ts';

export interface SchemaAddition extends Partial<SchemaElement> {
  /** The type that has the element. */
  readonly of: string;
  readonly element: string;
  readonly type: string;
  readonly source: string;
}

const configuration = 'https://developer.salesforce.com/docs/platform/lwc/guide/reference-configuration-tags.html';

/**
 * A component's `targetConfigs` is one string to the WSDL, and XML in the file. The types named here exist for this check
 * only; what an attribute of theirs may be is in {@link attributesOf}.
 */
export const schemaAdditions: readonly SchemaAddition[] = [
  { of: 'LightningComponentBundle', element: 'targetConfigs', type: 'TargetConfigs', source: configuration },
  { of: 'TargetConfigs', element: 'targetConfig', type: 'TargetConfig', isList: true, source: configuration },
  { of: 'TargetConfig', element: 'property', type: 'TargetProperty', isList: true, source: configuration },
  { of: 'TargetConfig', element: 'objects', type: 'TargetObjects', source: configuration },
  { of: 'TargetConfig', element: 'supportedFormFactors', type: 'TargetFormFactors', source: configuration },
  { of: 'TargetConfig', element: 'hasStep', type: 'boolean', source: configuration },
  { of: 'TargetConfig', element: 'actionType', type: 'string', source: configuration },
  { of: 'TargetObjects', element: 'object', type: 'string', isList: true, source: configuration },
  {
    of: 'TargetFormFactors',
    element: 'supportedFormFactor',
    type: 'TargetFormFactor',
    isList: true,
    source: configuration
  }
];

/** Attributes that elements of these types may carry; all others carry none. Some hold nothing else. */
export const attributesOf: Readonly<Record<string, readonly string[]>> = {
  TargetConfig: ['targets', 'configurationEditor'],
  TargetProperty: [
    'name',
    'type',
    'label',
    'description',
    'default',
    'datasource',
    'required',
    'min',
    'max',
    'placeholder',
    'role',
    'translatable',
    'exposedTo'
  ],
  TargetFormFactor: ['type']
};

/** Where a component may be placed. The WSDL takes any text for a target; an org does not. */
export const lightningTargets: ReadonlySet<string> = new Set([
  'lightning__AppPage',
  'lightning__FlowScreen',
  'lightning__GlobalAction',
  'lightning__HomePage',
  'lightning__Inbox',
  'lightning__RecordAction',
  'lightning__RecordPage',
  'lightning__Tab',
  'lightning__UrlAddressable',
  'lightning__UtilityBar'
]);
