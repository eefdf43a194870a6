// "We are ready", "we need help": what the table as a whole tells the process leader.
import { _ } from "../i18n";
import { Icon, Told, useTold } from "./Bits";
import { useTablet } from "./tablet";

export function Marks({ step }: { step: string }) {
  const { tell, told } = useTold();
  const { parts, pen, session } = useTablet();
  const table = parts.table.value;
  if (table === null) return null;
  return (
    <section class="marks" aria-label={_("The whole table")}>
      <button
        type="button"
        class="ds-button"
        data-variant={table.ready ? "primary" : "secondary"}
        aria-pressed={table.ready}
        onClick={() => void tell(session.send({ t: "mark", step, ready: !table.ready }))}
      >
        {table.ready && <Icon name="check" />}
        {_("We are ready")}
      </button>
      <button
        type="button"
        class="ds-button"
        data-variant={table.help ? "primary" : "secondary"}
        aria-pressed={table.help}
        onClick={() => void tell(session.send({ t: "mark", step, help: !table.help }))}
      >
        {table.help && <Icon name="check" />}
        {_("We need help")}
      </button>
      {table.ready && pen.words.value !== null && pen.state.value === "refused" && (
        <p class="state" data-bad role="status">
          <Icon name="warn" />{" "}
          {pen.code.value === "too_long"
            ? _("The table's answer is not stored yet: it is too long.")
            : _("The table's answer is not stored yet.")}
        </p>
      )}
      <Told
        words={told.value || (table.help ? _("The process leader sees that you need help.") : "")}
      />
    </section>
  );
}
