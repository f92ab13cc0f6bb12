import { createHash } from 'node:crypto';
import type { Bundle, BundleFile, BundleFormat } from '@gatehouse/contracts/bundles';
import { renderOpencode } from './formats/opencode.ts';
import type { BundleSources } from './sources.ts';

/** A new format is one file in `formats` and one line here. */
const formats: Record<BundleFormat, (sources: BundleSources) => BundleFile[]> = {
  opencode: renderOpencode,
};

/** Pure and deterministic: equal sources give equal bytes, and so an equal revision. */
export function renderBundle(format: BundleFormat, sources: BundleSources): Omit<Bundle, 'isStale'> {
  const files = formats[format](sources);
  return {
    format,
    revision: createHash('sha256')
      .update(JSON.stringify([format, files]))
      .digest('hex'),
    gateway: sources.gateway,
    files,
    modelCount: sources.models.length,
  };
}
