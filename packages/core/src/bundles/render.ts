import { createHash } from 'node:crypto';
import type { Bundle, BundleFile, BundleFormat } from '@gatehouse/contracts/bundles';
import { fail } from '../errors/index.ts';
import { renderOpencode } from './formats/opencode.ts';
import type { BundleSources } from './sources.ts';

/** `files` is empty where the client would have no model. */
export type Rendered = { files: BundleFile[]; notes: string[] };
export type Format = (sources: BundleSources) => Rendered;

/** A new format is one file in `formats` and one line here. */
const formats: Partial<Record<BundleFormat, Format>> = {
  opencode: renderOpencode,
};

/** Pure and deterministic: equal sources give equal bytes, and so an equal revision. */
export function renderBundle(format: BundleFormat, sources: BundleSources): Omit<Bundle, 'isStale'> {
  const render = formats[format];
  if (!render) throw fail('format_unknown', `There is no bundle format “${format}”.`, { format });
  const { files, notes } = render(sources);
  return {
    format,
    revision: createHash('sha256')
      .update(JSON.stringify([format, files, notes]))
      .digest('hex'),
    gateway: sources.gateway,
    files,
    notes,
    modelCount: sources.models.length,
  };
}
