'use client';

import type { BundleFile, BundleFormat } from '@gatehouse/contracts/bundles';
import { Download, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { hideKey } from './hide-key.ts';
import { nameOf, placeOf } from './places.ts';

type BundleFileBlockProps = { format: BundleFormat; file: BundleFile };

/** One file as it would be on an empty machine, with its secrets hidden until somebody wants to see them. */
export function BundleFileBlock({ format, file }: BundleFileBlockProps) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <CodeBlock
      label={nameOf(file.path)}
      title={placeOf(format, file.path)}
      code={isShown ? file.content : hideKey(file)}
      copyText={file.content}
      className="max-h-96 overflow-y-auto"
      actions={
        <>
          {file.isSecret && (
            <Button size="sm" variant="ghost" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
              <Icon aria-hidden /> {isShown ? 'Hide key' : 'Reveal key'}
            </Button>
          )}
          <Button size="sm" variant="ghost" aria-label={`Download ${nameOf(file.path)}`} onClick={() => download(file)}>
            <Download aria-hidden />
          </Button>
        </>
      }
    />
  );
}

function download({ path, content }: BundleFile): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  // A browser would take the dot of .env away.
  link.download = nameOf(path).replace(/^\./, 'dot');
  link.click();
  URL.revokeObjectURL(url);
}
