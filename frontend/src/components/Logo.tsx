/** The post horn: mouthpiece, one coil, bell. Takes the colour of the text around it. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="2.8" strokeLinecap="round">
        <circle cx="13.5" cy="18.8" r="7.2" />
        <path d="M3.5 11.6H20" />
        <path d="M2.6 8.8v5.6" />
      </g>
      <path
        fill="currentColor"
        d="M19 10.2c3.8-.4 6.7-2.2 9.1-5.4.5-.7 1.4-.4 1.4.4v12.8c0 .8-.9 1.1-1.4.4-2.4-3.2-5.3-5-9.1-5.4z"
      />
    </svg>
  );
}
