'use client';

import { api } from '../api/client.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { useQueryParam } from '../gateways/use-query-param.ts';
import { Callout } from '../ui/callout.tsx';
import { Card } from '../ui/card.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AgentsTab } from './agents-tab.tsx';
import { ExclusionsTab } from './exclusions-tab.tsx';
import { ModelsTab } from './models-tab.tsx';
import { placeName } from './place-name.ts';
import { ResultPreview } from './result-preview.tsx';
import { SaveBar } from './save-bar.tsx';
import { ToolsTab } from './tools-tab.tsx';
import { useChatModels } from './use-chat-models.ts';
import { type ChoicesView, useDraft } from './use-draft.ts';

export function ChoicesPage() {
  const query = api.bundleChoices.get.useQuery();
  return (
    <>
      <PageHeader
        title="Choices"
        description="What your agents use on all of your machines. What you leave open is chosen for you."
      />
      {query.data ? (
        <Choices view={query.data} />
      ) : (
        <Card>
          {query.error ? <QueryProblem error={query.error} onRetry={() => query.refetch()} /> : <SkeletonRows />}
        </Card>
      )}
    </>
  );
}

const tabNames = ['models', 'agents', 'exclusions', 'tools', 'preview'];

function Choices({ view }: { view: ChoicesView }) {
  const draft = useDraft(view);
  const models = useChatModels();
  const [tab, setTab] = useQueryParam('tab', 'replace');
  const shown = { choices: draft.choices, edit: draft.edit, models };
  return (
    <>
      {view.problems.length > 0 && !draft.isDirty && (
        <Callout tone="warn" title="Not everything works as it stands">
          <ul className="grid gap-0.5">
            {view.problems.map(({ at, message }) => (
              <li key={at + message}>
                <span className="font-medium">{placeName(at)}:</span> {message}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <Tabs
        label="Choices"
        value={tab !== null && tabNames.includes(tab) ? tab : 'models'}
        onValueChange={setTab}
        tabs={[
          { value: 'models', label: 'Models', content: <ModelsTab {...shown} /> },
          { value: 'agents', label: 'Agents', content: <AgentsTab {...shown} /> },
          {
            value: 'exclusions',
            label: 'Exclusions',
            content: <ExclusionsTab {...shown} teams={view.teamExclusions} />,
          },
          { value: 'tools', label: 'Tools', content: <ToolsTab choices={draft.choices} edit={draft.edit} /> },
          { value: 'preview', label: 'Preview', content: <ResultPreview isDirty={draft.isDirty} /> },
        ]}
      />
      {draft.isDirty && <SaveBar {...draft} onSave={draft.save} onDiscard={draft.discard} />}
    </>
  );
}
