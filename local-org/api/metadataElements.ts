/**
 * Which elements a metadata file may hold, for the types whose every element matters to routing: a misspelt one fails
 * the deploy, as it would in Salesforce. Source: Metadata API Developer Guide, the page of each type, up to version
 * 67.0 (documented). Types that are not here are only read as XML.
 */

interface Shape {
  /** Elements with text, or whose content is not looked into. */
  readonly leaves: readonly string[];
  /** Elements that hold elements, and their shape's name. */
  readonly nested?: Readonly<Record<string, string>>;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const shapes: Readonly<Record<string, Shape>> = {
  AssignmentRules: { leaves: ['fullName'], nested: { assignmentRule: 'AssignmentRule' } },
  AssignmentRule: { leaves: words('fullName active'), nested: { ruleEntry: 'RuleEntry' } },
  RuleEntry: {
    leaves:
      words(`assignedTo assignedToType booleanFilter businessHours businessHoursSource disableEscalationWhenModified
      escalationAction escalationStartTime formula notifyCcRecipients overrideExistingTeams replyToEmail senderEmail
      senderName team template`),
    nested: { criteriaItems: 'FilterItem' }
  },
  FilterItem: { leaves: words('field operation value valueField') },
  Queue: {
    leaves: words('fullName description doesSendEmailToMembers email name queueMembers queueRoutingConfig'),
    nested: { queueSobject: 'QueueSobject' }
  },
  QueueSobject: { leaves: ['sobjectType'] },
  ValidationRule: {
    leaves: words(
      'fullName active description errorConditionFormula errorDisplayField errorMessage shouldEvaluateOnClient'
    )
  },
  CustomField: {
    leaves:
      words(`fullName businessOwnerGroup businessOwnerUser businessStatus caseSensitive complianceGroup customDataType
      defaultValue deleteConstraint deprecated description displayFormat displayLocationInDecimal encryptionScheme
      escapeMarkup externalDeveloperName externalId fieldManageability formula formulaTreatBlanksAs
      globalPicklist indexed inlineHelpText isAIPredictionField isConvertLeadDisabled isFilteringDisabled isNameField
      isSortingDisabled knowledgeLockHandling label length lookupFilter maskChar maskType
      metadataRelationshipControllingField mktDataLakeFieldAttributes mktDataModelFieldAttributes picklist
      populateExistingRows precision readOnlyProxy referenceTargetField referenceTo relationshipLabel relationshipName
      relationshipOrder reparentableMasterDetail required restrictedAdminField scale securityClassification startingNumber
      stripMarkup summarizedField summaryFilterItems summaryForeignKey summaryOperation trackFeedHistory trackHistory
      trackTrending translateData type unique visibleLines writeRequiresMasterRead`),
    nested: { valueSet: 'ValueSet' }
  },
  ValueSet: {
    leaves: words('controllingField restricted valueSettings valueSetName'),
    nested: { valueSetDefinition: 'ValueSetDefinition' }
  },
  ValueSetDefinition: { leaves: ['sorted'], nested: { value: 'CustomValue' } },
  CustomValue: { leaves: words('fullName color default description isActive label') },
  PermissionSet: {
    leaves:
      words(`fullName agentAccesses applicationVisibilities classAccesses customMetadataTypeAccesses customPermissions
      customSettingAccesses dataspaceScopes description emailRoutingAddressAccesses externalCredentialPrincipalAccesses
      externalDataSourceAccesses flowAccesses hasActivationRequired label license pageAccesses recordTypeVisibilities
      servicePresenceStatusAccesses tabSettings userLicense userPermissions`),
    nested: { fieldPermissions: 'FieldPermissions', objectPermissions: 'ObjectPermissions' }
  },
  FieldPermissions: { leaves: words('editable field readable') },
  ObjectPermissions: {
    leaves: words('allowCreate allowDelete allowEdit allowRead modifyAllRecords object viewAllFields viewAllRecords')
  },
  DuplicateRule: {
    leaves: words(`fullName actionOnInsert actionOnUpdate alertText description duplicateRuleFilter isActive masterLabel
      operationsOnInsert operationsOnUpdate securityOption sortOrder`),
    nested: { duplicateRuleMatchRules: 'DuplicateRuleMatchRule' }
  },
  DuplicateRuleMatchRule: { leaves: words('matchRuleSObjectType matchingRule objectMapping') },
  MatchingRules: { leaves: ['fullName'], nested: { matchingRules: 'MatchingRule' } },
  MatchingRule: {
    leaves: words('fullName booleanFilter description label ruleStatus'),
    nested: { matchingRuleItems: 'MatchingRuleItem' }
  },
  MatchingRuleItem: { leaves: words('blankValueBehavior fieldName matchingMethod') },
  CustomMetadata: { leaves: words('fullName description label protected'), nested: { values: 'CustomMetadataValue' } },
  CustomMetadataValue: { leaves: words('field value') },
  PlatformEventChannelMember: { leaves: words('fullName enrichedFields eventChannel filterExpression selectedEntity') }
};

/** An element that the type does not have. */
export interface UnknownElement {
  readonly element: string;
  /** The type that does not have it, e.g. `RuleEntry`. */
  readonly type: string;
}

/** @returns the first element that the type does not have; undefined when there is none, or nothing is known of the type */
export function unknownElement(type: string, content: Readonly<Record<string, unknown>>): UnknownElement | undefined {
  const shape = shapes[type];
  if (!shape) return undefined;
  for (const [element, value] of Object.entries(content)) {
    if (/^[@#]/.test(element)) continue;
    const below = shape.nested?.[element];
    if (!below) {
      if (!shape.leaves.includes(element)) return { element, type };
      continue;
    }
    for (const item of Array.isArray(value) ? value : [value]) {
      const found =
        typeof item === 'object' && item !== null ? unknownElement(below, item as Record<string, unknown>) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}
