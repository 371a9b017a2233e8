/** The mark: a countdown that has run three quarters, and the bar of a ban as its hand. Same drawing as app/icon.svg. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent-fill" />
      <circle cx="16" cy="16" r="8.5" stroke="#fff" strokeOpacity="0.35" strokeWidth="3" />
      <path d="M16 7.5a8.5 8.5 0 1 1-8.5 8.5" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <path d="m16 16-6.01-6.01" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
