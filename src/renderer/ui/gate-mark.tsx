/** The gate: the sign of the product. */
export const GateMark = ({ className = 'size-4' }: { className?: string }) => (
  <svg
    viewBox="0 0 16 16"
    aria-hidden
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    className={`text-accent-text ${className}`}
  >
    <path d="M2.5 14V3.5h2v1h2v-1h3v1h2v-1h2V14" />
    <path d="M5.5 14v-3a2.5 2.5 0 0 1 5 0v3M1.5 14h13" />
  </svg>
)
