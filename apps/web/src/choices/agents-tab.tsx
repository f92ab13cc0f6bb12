'use client';

import type { EditedBundleChoices, ModelChoice } from '@gatehouse/contracts/bundle-choices';
import { bundleAgents } from '@gatehouse/contracts/bundles';
import { Bot, Tags } from 'lucide-react';
import { AgentCard } from './agent-card.tsx';
import type { Edit } from './use-draft.ts';

type TabProps = { choices: EditedBundleChoices; edit: Edit; models: readonly string[] };

const namesOf = (what: 'agents' | 'categories'): string[] => [
  ...new Set(Object.values(bundleAgents).flatMap((client): string[] => [...client[what]])),
];

export function AgentsTab({ choices, edit, models }: TabProps) {
  return (
    <>
      <AgentCard
        title="Agents"
        noun="agent"
        icon={Bot}
        description="Models for single agents of OpenCode and its extensions, best first."
        known={namesOf('agents')}
        value={choices.agents}
        models={models}
        onChange={(agents: Record<string, ModelChoice>) => edit({ agents })}
      />
      <AgentCard
        title="Categories"
        noun="category"
        icon={Tags}
        description="Models for kinds of tasks that oh-my-openagent hands out."
        known={namesOf('categories')}
        value={choices.categories}
        models={models}
        onChange={(categories: Record<string, ModelChoice>) => edit({ categories })}
      />
    </>
  );
}
