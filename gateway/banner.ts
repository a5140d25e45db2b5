import type { HubConfig } from './config';

/**
 * Says to the person who starts the hub what is real and what is imitated.
 *
 * @param url where the hub listens.
 * @returns lines of text, without any secret: passwords and key material are never printed.
 */
export function banner(config: HubConfig, url: string): string[] {
  const { production, tokens, policy, subgraphs, databaseUrl, dataDir } = config;
  const local = subgraphs.kind === 'local';
  return [
    `Claims hub on ${url}/graphql (${production ? 'production' : 'development'})`,
    `  subgraphs   ${local ? `in this process: ${subgraphs.subgraphs.map(({ module }) => module.name).join(', ')}` : 'over HTTP'}`,
    `  tokens      ${tokens ? `of ${tokens.issuer}, for ${tokens.audience}` : 'NONE ASKED FOR: everybody is let in'}`,
    `  access      ${policy === 'none' ? 'NO RULES: everything is shown to everybody' : policy}`,
    ...(local
      ? [
          `  store       ${databaseUrl === undefined ? `embedded PostgreSQL in ${dataDir} (stand-in)` : placeOf(databaseUrl)}`,
        ]
      : []),
    ...(production
      ? []
      : [`  keys        development keys in ${dataDir}`, `  explorer    ${url}/console/explorer`]),
  ];
}

/** Host and database of a connection URL, without its user and password. */
function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${host}${pathname}`;
}
