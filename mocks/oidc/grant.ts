/** The grant type that only the development issuer knows: a token for an actor, by name. */
export const ACTOR_GRANT = 'urn:claims-hub:development:grant-type:actor';
