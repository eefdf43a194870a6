// A shape for each answer, by its number, so that none is told by its colour.
const PATHS: Record<string | number, string> = {
  1: "M5 13l4.5 4.5L19 7.5",
  2: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 3v18M12 7h6.5M12 12h9M12 17h6.5",
  3: "M6 6l12 12M18 6 6 18",
  4: "M12 5v14M5 12h14",
  draft: "M4 20l1-4L16 5l3 3L8 19z",
};

export function Shape({ name }: { name: number | "draft" | undefined }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name ?? ""]} />
    </svg>
  );
}
