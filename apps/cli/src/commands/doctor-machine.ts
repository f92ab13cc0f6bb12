import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Bundle } from '@gatehouse/contracts/bundles';
import { shortPath } from '../files/folders.ts';
import type { Invocation } from '../invocation.ts';
import { agentOf } from '../sync/agents.ts';
import { commandPath } from '../sync/installed.ts';
import { readKeptBundle } from '../sync/kept-bundles.ts';
import { driftOf, readWritten } from '../sync/written.ts';
import type { Finding } from './doctor-gateway.ts';

/** Whether the files are as they were written, and only for their owner where they hold a key. */
export async function checkFiles({ folders }: Invocation): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [path, file] of Object.entries((await readWritten(folders.state)).files)) {
    const mode = (await stat(path).catch(() => null))?.mode;
    const name = shortPath(path);
    const check = 'files';
    if (mode === undefined)
      findings.push({ check, isOk: false, message: `${name} is gone.`, advice: 'Run: gatehouse sync' });
    else if (process.platform !== 'win32' && (mode & 0o777 & ~file.mode) !== 0) {
      findings.push({
        check,
        isOk: false,
        message: `Others can read ${name}.`,
        advice: `Run: chmod ${file.mode.toString(8)} ${name}`,
      });
    } else {
      const isSame = (await driftOf(path, file)) === null;
      const message = isSame ? `${name} is as it was written.` : `${name} was changed by hand.`;
      findings.push({ check, isOk: isSame, message, advice: 'See: gatehouse diff' });
    }
  }
  return findings;
}

/** Files that name the variable need it to be set where the agents run. */
export async function checkEnvironment({ folders, env }: Invocation): Promise<Finding[]> {
  const { bundles } = await readWritten(folders.state);
  if (!Object.values(bundles).some(({ placement }) => placement === 'environment')) return [];
  const isOk = Boolean(env.GATEHOUSE_API_KEY);
  const message = isOk ? 'GATEHOUSE_API_KEY is set.' : 'GATEHOUSE_API_KEY is not set, and your agents’ files name it.';
  const advice = 'Put this into your shell’s profile: eval "$(gatehouse env)"';
  return [{ check: 'environment', isOk, message, advice }];
}

/** The bundles that were written last. */
export async function lastBundles({ folders }: Invocation): Promise<Bundle[]> {
  const { bundles } = await readWritten(folders.state);
  const kept = await Promise.all(Object.keys(bundles).map((name) => readKeptBundle(folders.state, name)));
  return kept.flatMap((each) => (each ? [each.bundle] : []));
}

const versionPatienceMs = 10_000;

/** What the managed agents are, in which version; one that is not on the PATH may still be an editor’s. */
export async function checkClients({ folders, env }: Invocation): Promise<Finding[]> {
  const { bundles } = await readWritten(folders.state);
  const formats = [...new Set(Object.values(bundles).map(({ agent }) => agent))];
  const findings: Finding[] = [];
  for (const { title, binaries } of formats.map(agentOf)) {
    const [binary] = binaries;
    const path = binary ? await commandPath(binary, env) : null;
    if (!binary) continue;
    const version = path && (await versionOf(path));
    const message = path
      ? `${title} ${version ?? 'does not say its version'} (${shortPath(path)})`
      : `${title}: ${binary} is not on the PATH.`;
    findings.push({ check: 'client', isOk: true, message });
  }
  return findings;
}

async function versionOf(path: string): Promise<string | null> {
  const options = { timeout: versionPatienceMs, killSignal: 'SIGKILL' as const };
  const answer = await promisify(execFile)(path, ['--version'], options).catch(() => null);
  return /\d+\.\d+[\w.-]*/.exec(answer?.stdout ?? '')?.[0] ?? null;
}
