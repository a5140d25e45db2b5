/** What a name of an application, a role, a rule or a category looks like in the audit trail: never a sentence, never a value. */
export const TECHNICAL_NAME = /^[\w.:/@+-]{1,128}$/;
