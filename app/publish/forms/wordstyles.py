"""The names of our own styles, by their ids, as a secretary meets them in Word's list of styles.

Word translates the names of its own (Title, Heading 1, Quote …) itself.
"""

from collections.abc import Mapping

from app.i18n import N_

NAMES: Mapping[str, str] = {
    "Kicker": N_("Above the title"),
    "Note": N_("Below a note"),
    "Label": N_("Small label"),
    "Quiet": N_("Quiet line"),
    "Outcome": N_("Outcome of a case"),
    "Fact": N_("Fact with its name"),
    "Figure": N_("Number with its words"),
    "People": N_("Names in a row"),
    "Bars": N_("Bar with its number"),
    "Dissent": N_("Dissent"),
    "Notice": N_("Notice in a frame"),
    "Warning": N_("Warning in a frame"),
    "Cell": N_("Cell of a table"),
    "QuietWords": N_("Quiet words"),
    "Code": N_("Words of fixed width"),
    "Inserted": N_("Words put in"),
    "Deleted": N_("Words taken out"),
    "Hidden": N_("That words are hidden"),
    "Cut": N_("Words blacked out"),
    "BigNumber": N_("Large number"),
    "Bar": N_("Bar of a chart"),
    "Tag": N_("Tag"),
    "TagInfo": N_("Tag that informs"),
    "TagSuccess": N_("Tag that confirms"),
    "TagWarning": N_("Tag that warns"),
    "TagAccent": N_("Tag that stands out"),
    "Ruled": N_("Table with lines"),
}
