// The process that tests kill: it owns the embedded server of the folder that it is given until its end.
import { startEmbedded } from './index.ts';

const [dataDir = ''] = process.argv.slice(2);
try {
  const { connectionString, wasAdopted } = await startEmbedded({ dataDir, log: () => {}, sync: false });
  console.log(JSON.stringify({ connectionString, wasAdopted }));
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
}
