import { type Client, createClient } from '@gatehouse/client/client';
import { apiUrl } from '../api/server.ts';

let client: Client | undefined;

/** The API as the dashboard's own server, which alone may check a password or end a session. */
export function serviceClient(): Client {
  client ??= createClient({ baseUrl: apiUrl(), token: serviceToken() });
  return client;
}

function serviceToken(): string {
  const token = process.env.GATEHOUSE_SERVICE_TOKEN;
  if (!token) throw new Error('GATEHOUSE_SERVICE_TOKEN is not set: the dashboard is started by the Gatehouse server.');
  return token;
}
