/** Standard fields that the metadata names, by object, besides those in {@link systemFields}. Source: Object Reference. */
export const standardFields = {
  Account: ['BillingAddress', 'Phone', 'ShippingAddress', 'Website'],
  Contact: ['AccountId', 'Email', 'MailingAddress', 'MobilePhone', 'Phone'],
  Lead: [
    // A permission set grants the address as a whole; list views name fields in a way of their own.
    'Address',
    'Company',
    'Country',
    'Email',
    'Industry',
    'LeadSource',
    'MobilePhone',
    'NumberOfEmployees',
    'Phone',
    'PostalCode',
    'State',
    'Title',
    'FULL_NAME',
    'LEAD.COMPANY',
    'LEAD.CREATED_DATE',
    'LEAD.PHONE',
    'LEAD.STATUS',
    'CORE.USERS.ALIAS'
  ],
  Handoff_Policy__mdt: ['MasterLabel', 'DeveloperName', 'IsProtected', 'NamespacePrefix']
};

/** Fields that every custom object has, by the names that layouts and list views give them. */
export const systemFields = ['Name', 'OwnerId', 'CreatedById', 'LastModifiedById', 'NAME', 'CREATED_DATE'];
