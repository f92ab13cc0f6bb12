'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from './button.tsx';
import { writeClipboard } from './clipboard.ts';

type CopyButtonProps = { text: string; label?: string; isIcon?: boolean; onCopied?: () => void };

export function CopyButton({ text, label = 'Copy', isIcon = false, onCopied }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1800);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    if (await writeClipboard(text)) {
      setCopied(true);
      onCopied?.();
    } else {
      toast.error('The browser did not allow copying. Select the text and copy it by hand.');
    }
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <Button
      variant={isIcon ? 'ghost' : 'secondary'}
      size={isIcon ? 'icon' : 'sm'}
      onClick={copy}
      aria-label={isIcon ? label : undefined}
    >
      <Icon className={isCopied ? 'text-good' : undefined} aria-hidden />
      {!isIcon && (isCopied ? 'Copied' : label)}
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </Button>
  );
}
