import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** A dot that receives an arrow. */
export function EndpointsIcon() {
  return (
    <Icon>
      <path d="M2 9h7.5M6.5 6l3 3-3 3" />
      <circle cx="13.5" cy="9" r="2.5" />
    </Icon>
  );
}

/** Lines of a log. */
export function AttemptsIcon() {
  return (
    <Icon>
      <path d="M3 4.5h.01M3 9h.01M3 13.5h.01M6.5 4.5H15M6.5 9H15M6.5 13.5H15" />
    </Icon>
  );
}

/** A letter that came back. */
export function DeadLettersIcon() {
  return (
    <Icon>
      <path d="M2.5 4.5h13v9h-13z" />
      <path d="m2.5 5 6.5 5 6.5-5" />
    </Icon>
  );
}

export function TenantsIcon() {
  return (
    <Icon>
      <path d="M3 15.5V5l6-2.5L15 5v10.5M1.5 15.5h15M7.5 15.5v-3.5h3v3.5M6.5 7.5h.01M11.5 7.5h.01" />
    </Icon>
  );
}

export function PersonIcon() {
  return (
    <Icon>
      <circle cx="9" cy="6" r="3" />
      <path d="M3 15.5c.8-3 3-4.5 6-4.5s5.2 1.5 6 4.5" />
    </Icon>
  );
}
