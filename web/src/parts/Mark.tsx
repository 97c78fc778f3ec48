/** Our sign: two rings that overlap, what is in common. */
export function Mark() {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="15" fill="#0b6e69" />
      <circle cx="25" cy="32" r="13" fill="none" stroke="#fff" strokeWidth="5" />
      <circle cx="39" cy="32" r="13" fill="none" stroke="#fff" strokeWidth="5" />
    </svg>
  );
}
