/** The gate: an arch with three bars. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 25V14.5a8 8 0 0 1 16 0V25M12.6 25v-9.8M19.4 25v-9.8M16 25V13.6M8 19.4h16"
        className="fill-none stroke-accent-ink"
        strokeWidth="2.1"
        strokeLinecap="round"
      />
    </svg>
  );
}
