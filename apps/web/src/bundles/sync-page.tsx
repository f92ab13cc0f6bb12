'use client';

import Link from 'next/link';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { BundlePreview } from './bundle-preview.tsx';

type SyncPageProps = { publicUrl: string; hasDownload: boolean };

export function SyncPage({ publicUrl, hasDownload }: SyncPageProps) {
  return (
    <>
      <PageHeader
        title="Connect a laptop"
        description="One command points your coding agents at the gateway, with your own key and its models. Run it again whenever you like; it changes only what differs."
      />
      <Card>
        <CardHeader title="On the laptop" />
        <CardBody>
          <ol className="grid gap-5">
            <Step
              number={1}
              title="Get the command"
              text="It is a single file that needs nothing but Node 20.19 or newer."
            >
              <CodeBlock label="install command" isWrapped code={installCommand(publicUrl, hasDownload)} />
            </Step>
            <Step
              number={2}
              title="Log in"
              text="A browser page opens; check that the code is the same and approve it."
            >
              <CodeBlock label="login command" isWrapped code={`gatehouse login --url ${publicUrl}`} />
            </Step>
            <Step
              number={3}
              title="Sync"
              text={
                <>
                  With <code className="text-ink">--dry-run</code> it only shows what would change. What you have added
                  to the file yourself stays.
                </>
              }
            >
              <CodeBlock label="sync command" isWrapped code="gatehouse sync" />
            </Step>
          </ol>
          <p className="mt-5 text-xs text-ink-muted">
            Laptops that are logged in are listed under{' '}
            <Link href="/settings" className="text-accent-text underline underline-offset-2">
              Settings
            </Link>
            , where you can revoke their access.
          </p>
        </CardBody>
      </Card>
      <BundlePreview />
    </>
  );
}

function installCommand(publicUrl: string, hasDownload: boolean): string {
  const target = '~/.local/bin/gatehouse';
  if (hasDownload) {
    return `mkdir -p ~/.local/bin\ncurl -fsSL ${publicUrl}/download/gatehouse.js -o ${target}\nchmod +x ${target}`;
  }
  return `# in a clone of Gatehouse, after npm start\ninstall -D -m 755 apps/cli/dist/gatehouse.js ${target}`;
}

type StepProps = { number: number; title: string; text: React.ReactNode; children: React.ReactNode };

function Step({ number, title, text, children }: StepProps) {
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden
        className="grid size-6 place-items-center rounded-full border border-line-strong text-xs font-medium text-ink-muted tabular-nums"
      >
        {number}
      </span>
      <div className="grid gap-2">
        <div>
          <h3 className="text-sm font-medium">{title}</h3>
          <p className="text-sm text-ink-muted">{text}</p>
        </div>
        {children}
      </div>
    </li>
  );
}
