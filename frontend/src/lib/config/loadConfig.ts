/** What the portal must know before it can do anything; served by the gateway, so one build fits every place. */
export interface PortalConfig {
  oidcAuthority: string;
  oidcClientId: string;
}

export async function loadConfig(): Promise<PortalConfig> {
  const response = await fetch('/config.json', { signal: AbortSignal.timeout(10_000), cache: 'no-cache' });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const config = (await response.json()) as Partial<PortalConfig>;
  const { oidcAuthority, oidcClientId } = config;
  if (!oidcAuthority || !oidcClientId) {
    throw new Error('/config.json must name oidcAuthority and oidcClientId');
  }
  return { oidcAuthority, oidcClientId };
}
