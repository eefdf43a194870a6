// What the hall has said of a statement that it has met: its wording then and now, the answers, and
// whether it may be taken as a political direction.
import { Changed } from "../Changed";
import { _, ngettext } from "../i18n";
import type { UnderstoodSeen } from "../protocol";
import { tooFewWords } from "../words";
import { useBench } from "./bench";
import { Press } from "./Bits";

export function Hall({ one }: { one: UnderstoodSeen }) {
  const bench = useBench();
  const { id, met, text, version, answers, holds, direction } = one;
  if (met === null) return null;
  const take = (on: boolean) =>
    void bench.ask(
      { t: "direction", statement: id, on },
      on ? _("It is a political direction now.") : _("It is no political direction any more."),
    );
  return (
    <div class="met">
      {met !== text && (
        <>
          <p><strong>{_("As the hall met it")}:</strong> <span class="words">{met}</span></p>
          <p>
            <strong>{_("Version {n}, as it stands now", { n: version })}:</strong>{" "}
            <span class="words"><Changed before={met} after={text} /></span>
          </p>
        </>
      )}
      <p>
        <strong>{_("The hall's answers")}:</strong> {answers.length === 0 ? tooFewWords() : answersWords(answers)}
      </p>
      {direction ? (
        <Press variant="tertiary" onPress={() => take(false)}>{_("No political direction after all")}</Press>
      ) : holds ? (
        <p class="row">
          {_("More than half say it was understood, in these very words.")}{" "}
          <Press onPress={() => take(true)}>{_("Take it as a political direction")}</Press>
        </p>
      ) : null}
    </div>
  );
}

function answersWords([understood = 0, partly = 0, wrong = 0, lacks = 0]: number[]): string {
  return [
    ngettext("{n} understood", "{n} understood", understood),
    ngettext("{n} partly", "{n} partly", partly),
    ngettext("{n} wrong", "{n} wrong", wrong),
    ngettext("{n} lacks something", "{n} lack something", lacks),
  ].join(" · ");
}
