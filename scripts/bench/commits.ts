import { sql } from 'kysely';
import type { Services } from '../../packages/core/src/context/index.ts';

const seconds = 2;

/** How often this process can have the database commit one small row: what no accepted contribution can be faster than. */
export async function measureCommits({ db }: Pick<Services, 'db'>): Promise<Record<string, number>> {
  await sql`create table if not exists bench_commits (id bigint generated always as identity, note text)`.execute(db);
  const perSecond = async (connections: number) => {
    const endsAt = Date.now() + seconds * 1000;
    let commits = 0;
    const commit = async () => {
      for (; Date.now() < endsAt; commits += 1)
        await sql`insert into bench_commits (note) values (${'x'.repeat(200)})`.execute(db);
    };
    await Promise.all(Array.from({ length: connections }, commit));
    return Math.round(commits / seconds);
  };
  return { commitsPerSecondC1: await perSecond(1), commitsPerSecondC10: await perSecond(10) };
}
