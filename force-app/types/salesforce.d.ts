/** What a component imports from the org it is in. Whether the name exists there, `npm run check` asks of the package. */

interface FieldReference {
  readonly fieldApiName: string;
  readonly objectApiName: string;
}

interface ObjectReference {
  readonly objectApiName: string;
}

declare module '@salesforce/label/*' {
  const label: string;
  export default label;
}

/** A field, or an object: an object's has no `fieldApiName`. */
declare module '@salesforce/schema/*' {
  const reference: FieldReference;
  export default reference;
}

declare module '@salesforce/user/Id' {
  const id: string;
  export default id;
}

declare module '@salesforce/user/isGuest' {
  const isGuest: boolean;
  export default isGuest;
}

declare module '@salesforce/i18n/*' {
  const setting: string;
  export default setting;
}

declare module '@salesforce/client/formFactor' {
  const formFactor: 'Small' | 'Medium' | 'Large';
  export default formFactor;
}

declare module '@salesforce/resourceUrl/*' {
  const url: string;
  export default url;
}

declare module '@salesforce/userPermission/*' {
  const hasPermission: boolean | undefined;
  export default hasPermission;
}

declare module '@salesforce/customPermission/*' {
  const hasPermission: boolean | undefined;
  export default hasPermission;
}
