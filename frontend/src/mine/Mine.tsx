// One's own notes in the published minutes: which stand as they were written, which are hidden, and
// where each of them ended.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { _, fromBase, ngettext } from "../i18n";
import { openStore } from "../tablet/store";
import { reasonWords } from "../words";
import { Became } from "./Became";
import { asFile, forgetAll, fromFile, type Known, known, remember, takeFromAddress } from "./known";
import { fetchPublished, type Followed, type Listed, type Series } from "./published";

interface Book {
  workshop: string;
  own: Map<string, string>;
  published: Followed | "unpublished" | "away";
}

/** Every workshop's title by code, for what is not published yet. */
type Titles = Readonly<Record<string, string>>;

export function Mine({ series, titles }: { series: Series; titles: Titles }) {
  const books = useSignal<Book[] | null>(null);

  async function load(): Promise<void> {
    const all: Known = await known();
    books.value = await Promise.all(
      [...all].map(async ([workshop, own]) => ({
        ...{ workshop, own },
        published: await fetchPublished(workshop, series),
      })),
    );
  }

  async function take(): Promise<void> {
    await takeFromAddress();
    await load();
  }

  useEffect(() => {
    void take();
    addEventListener("hashchange", () => void take());
  }, []);

  if (books.value === null) return <p>{_("One moment …")}</p>;
  return (
    <>
      {books.value.length === 0 && (
        <p class="empty">
          {_("This device knows of no notes. Open «My notes» on the tablet you wrote on, and scan the code there with this phone.")}
        </p>
      )}
      {books.value.map((book) => (
        <Minutes key={book.workshop} book={book} title={titles[book.workshop]} load={load} />
      ))}
      <OpenFile load={load} />
      {books.value.length > 0 && <Forget load={load} />}
    </>
  );
}

interface Props {
  book: Book;
  title: string | undefined;
  load: () => Promise<void>;
}

function Minutes({ book, title, load }: Props) {
  const { workshop, own, published } = book;
  useEffect(() => {
    // Wiped in another window is wiped here too.
    void openStore(workshop).then((store) =>
      store.onOther((sort, _id, value) => {
        if (sort === "device" && value === undefined) void load();
      }),
    );
  }, []);
  return (
    <section class="panel stack" aria-labelledby={workshop}>
      <h2 class="ds-heading" data-size="sm" id={workshop}>
        {typeof published === "string"
          ? (title ?? _("Workshop {code}", { code: workshop }))
          : published.title}
      </h2>
      {published === "unpublished" && (
        <p class="ds-alert" data-color="info">
          {_("The minutes are not published yet.")}{" "}
          {ngettext(
            "{n} note of yours is remembered here. Come back when they are.",
            "{n} notes of yours are remembered here. Come back when they are.",
            own.size,
          )}
        </p>
      )}
      {published === "away" && (
        <div class="ds-alert stack" data-color="warning">
          <p>{_("The minutes could not be fetched just now.")}</p>
          <button type="button" class="ds-button" data-variant="secondary" onClick={() => void load()}>
            {_("Try again")}
          </button>
        </div>
      )}
      {typeof published !== "string" && <Found own={own} published={published} />}
      <p class="row">
        <a class="ds-link" href={fromBase(`v/${workshop}`).href}>
          {_("To the workshop's page")}
        </a>
        <button
          type="button"
          class="ds-button"
          data-variant="tertiary"
          onClick={() => save(workshop, [...own.keys()].sort())}
        >
          {_("Save the receipts")}
        </button>
      </p>
    </section>
  );
}

function Found({ own, published }: { own: Map<string, string>; published: Followed }) {
  const { notes, holds, root, became, plan } = published;
  const there = [...notes].filter(([receipt]) => own.has(receipt));
  const missing = [...own].filter(([receipt]) => !notes.has(receipt));
  return (
    <>
      {holds ? (
        <p class="ds-alert" data-color="success">
          {ngettext(
            "The list holds: {n} note fits its fingerprint, and the root is {root}.",
            "The list holds: all {n} notes fit their fingerprints, and together the root {root}.",
            notes.size,
            { root: root.slice(0, 12) },
          )}
        </p>
      ) : (
        <p class="ds-alert" data-color="danger" role="alert">
          {_("The published list does not hold: it is not what its fingerprints were made of. Tell the municipality.")}
        </p>
      )}
      {became === null && there.length > 0 && (
        <p class="quiet">{_("Nothing is written up from this workshop yet. When it is, you see here where each note ended.")}</p>
      )}
      {became !== null && plan && (
        <p class="quiet">{_("Where you follow a statement further, the link tells the server which statement you look at, but not which note.")}</p>
      )}
      <ul class="notes">
        {there.map(([receipt, listed]) => {
          const end = became?.get(receipt);
          return (
            <li key={receipt}>
              <Standing listed={listed} words={own.get(receipt) ?? ""} />
              {end && end.fate !== "hidden" && <Became end={end} plan={plan} />}
            </li>
          );
        })}
        {missing.map(([receipt, words]) => (
          <li key={receipt}>
            <p>
              <span class="ds-tag" data-color="warning">
                {_("Not found")}
              </span>
            </p>
            {words && <p class="words" dir="auto">{words}</p>}
            <p class="quiet">
              {_("No note in the minutes has this fingerprint. Perhaps you changed or withdrew it after the code was scanned.")}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How a note of one's own stands; `words` are those of this device, where it has them. */
function Standing({ listed, words }: { listed: Listed; words: string }) {
  const { question, text, hidden, altered } = listed;
  return (
    <>
      <p>
        {hidden !== null ? (
          <span class="ds-tag" data-color="info">
            {_("Hidden: {reason}.", { reason: reasonWords(hidden) })}
          </span>
        ) : altered ? (
          <span class="ds-tag" data-color="danger">
            {_("The words have been altered")}
          </span>
        ) : (
          <span class="ds-tag" data-color="success">
            ✓ {_("Stands unaltered in the minutes")}
          </span>
        )}
      </p>
      {text === null && (
        <p>{_("It stands by its fingerprint alone: without words, given by too few to be shown, or in an evaluation that is not in the minutes.")}</p>
      )}
      <p class="words" dir="auto">
        {hidden === null && text !== null ? text : words}
      </p>
      <p class="quiet" dir="auto">
        {question}
      </p>
    </>
  );
}

// ---------------------------------------------------------------- files, and forgetting

function save(workshop: string, receipts: string[]): void {
  const address = URL.createObjectURL(asFile({ workshop, receipts }));
  const link = document.createElement("a");
  link.href = address;
  link.download = _("receipts") + `-${workshop}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

function OpenFile({ load }: { load: () => Promise<void> }) {
  const failed = useSignal(false);

  async function open(file: File | undefined): Promise<void> {
    const receipts = file ? fromFile(await file.text()) : null;
    failed.value = receipts === null;
    if (receipts === null) return;
    await remember(receipts);
    await load();
  }

  return (
    <div class="ds-field">
      <label class="ds-label" for="file">
        {_("Have you saved receipts? Open the file")}
      </label>
      <p data-field="description" id="file-help">
        {_("Some phones forget what a page remembers when it is not opened for a week. A saved file is not forgotten.")}
      </p>
      <input
        id="file"
        class="ds-input"
        type="file"
        accept=".json,application/json"
        aria-describedby="file-help"
        onChange={(event) => void open(event.currentTarget.files?.[0])}
      />
      <p role="status">{failed.value && _("The file holds no receipts.")}</p>
    </div>
  );
}

function Forget({ load }: { load: () => Promise<void> }) {
  const sure = useSignal(false);
  if (!sure.value) {
    return (
      <button
        type="button"
        class="ds-button"
        data-variant="secondary"
        onClick={() => {
          sure.value = true;
        }}
      >
        {_("Forget my notes")}
      </button>
    );
  }
  return (
    <div class="ds-card stack" role="group" aria-labelledby="forget">
      <p id="forget">
        {_("Everything this device remembers of your notes is wiped, also words that are not sent. Nobody can find out afterwards which were yours.")}
      </p>
      <div class="row">
        <button
          type="button"
          class="ds-button"
          data-color="danger"
          onClick={() => void forgetAll().then(load)}
        >
          {_("Yes, forget them")}
        </button>
        <button
          type="button"
          class="ds-button"
          data-variant="secondary"
          onClick={() => {
            sure.value = false;
          }}
        >
          {_("No, keep them")}
        </button>
      </div>
    </div>
  );
}
