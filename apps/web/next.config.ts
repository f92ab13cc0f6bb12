import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: repositoryRoot,
  turbopack: { root: repositoryRoot },
  transpilePackages: ['@gatehouse/api', '@gatehouse/client', '@gatehouse/contracts', 'geist'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Images are none; the optimizer and its native library stay out of the build.
  images: { unoptimized: true },
  // Types are checked once for the whole repository by `npm run check`, not again at every start.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [{ source: '/:path*', headers: securityHeaders }];
  },
};

const securityHeaders = [
  // Setup and invitation links carry a token in their fragment; no address of ours is ever sent along.
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];

export default config;
