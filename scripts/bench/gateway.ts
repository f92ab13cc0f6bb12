import { startCliproxyapiDouble } from '../../packages/gateways/src/double/index.ts';

/** The gateway in a process of its own: its work is not counted. */
const double = await startCliproxyapiDouble();
process.on('message', () => process.send?.(double.writes().length));
process.on('disconnect', () => process.exit(0));
process.send?.({ baseUrl: double.url, managementKey: double.managementKey });
