'use client';

import { toast } from 'sonner';
import { type Answers, api } from '../../api/client.tsx';
import { explain } from '../../messages/explain.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { settingLabels, stateLabels, stateTones, valueText } from './setting-text.ts';

type Setting = Answers['gatewaySettings']['list']['settings'][number];
type Props = { gatewayId: string; settings: Setting[]; canConfigure: boolean };

export function SuggestedSettings({ gatewayId, settings, canConfigure }: Props) {
  return (
    <Card>
      <CardHeader
        title="Suggested settings"
        description="What Gatehouse needs from the gateway. Nothing is changed until an administrator accepts it; then it is kept so."
      />
      <ul className="border-t border-line">
        {settings.map((setting) => (
          <li
            key={setting.name}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5 border-b border-line px-4 py-3 last:border-b-0"
          >
            <div className="grid max-w-2xl min-w-0 flex-1 basis-72 gap-0.5">
              <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
                {settingLabels[setting.name]} <State setting={setting} />
              </p>
              <p className="text-xs text-ink-muted">{setting.problem?.message ?? setting.reason}</p>
            </div>
            <p className="text-sm text-ink-muted tabular-nums">
              {valueText(setting.current)}
              {setting.current !== setting.suggested && <> → {valueText(setting.suggested)}</>}
            </p>
            {canConfigure && <Decision gatewayId={gatewayId} setting={setting} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function State({ setting }: { setting: Setting }) {
  const { state, isAccepted } = setting;
  return (
    <Badge tone={stateTones[state]} dot={state === 'applying' ? 'pulsing' : 'still'} data-state={state}>
      {state === 'fine' && isAccepted ? 'Kept' : stateLabels[state]}
    </Badge>
  );
}

function Decision({ gatewayId, setting }: { gatewayId: string; setting: Setting }) {
  const utils = api.useUtils();
  const accept = api.gatewaySettings.accept.useMutation();
  const dismiss = api.gatewaySettings.dismiss.useMutation();
  const { name, isAccepted, state } = setting;
  const decide = async (decision: typeof accept | typeof dismiss) => {
    try {
      utils.gatewaySettings.list.setData({ gatewayId }, await decision.mutateAsync({ gatewayId, name }));
    } catch (error) {
      toast.error(explain(error).text);
    }
  };
  const isBusy = accept.isPending || dismiss.isPending;
  const canAccept = !isAccepted || setting.problem !== null;
  return (
    <div className="flex justify-end gap-2 sm:w-44">
      {canAccept && (
        <Button
          size="sm"
          variant={state === 'suggested' ? 'primary' : 'secondary'}
          disabled={isBusy}
          onClick={() => decide(accept)}
          aria-label={`Accept ${settingLabels[name]}`}
        >
          {isAccepted ? 'Try again' : state === 'fine' ? 'Keep it so' : 'Accept'}
        </Button>
      )}
      {(isAccepted || state === 'suggested') && (
        <Button
          size="sm"
          variant="ghost"
          disabled={isBusy}
          onClick={() => decide(dismiss)}
          aria-label={`${isAccepted ? 'Let go of' : 'Dismiss'} ${settingLabels[name]}`}
        >
          {isAccepted ? 'Let go' : 'Dismiss'}
        </Button>
      )}
    </div>
  );
}
