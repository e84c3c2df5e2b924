"""Why something was taken, changed or left: one sentence for each reason."""

from __future__ import annotations

from enum import Enum

from lms.kernel.text import _


class Why(Enum):
    """The English sentence of each reason."""

    TAKEN = _("%(kind)s “%(name)s”")

    # The file
    NOT_UTF8 = _("the text is not UTF-8: save the file again as UTF-8")
    WAS_UTF16 = _("the file was UTF-16; Moodle asks for UTF-8")
    TOO_LARGE = _("the file has more than %(most)s MB")
    TOO_MANY = _("the file has more than %(most)s questions: divide it")
    NO_QUESTION = _("the file holds no question")
    STRANGE_SIGNS = _("signs that no text needs were replaced")

    # XML
    NOT_XML = _("not well-formed XML: %(said)s")
    UNKNOWN_ENTITY = _("an entity is not known: write the sign itself, or put the text in CDATA")
    HAS_DTD = _("a document type or entities are declared: such files are refused")
    TOO_DEEP = _("elements stand more than %(most)s deep")
    TOO_MANY_ELEMENTS = _("there are more than %(most)s elements")
    NOT_A_QUIZ = _("the first element is <%(name)s>, not <quiz>")
    UNKNOWN_ELEMENT = _("<%(name)s> is no question")
    TAGS_IN_TEXT = _("<text> holds <%(name)s>: put HTML in <![CDATA[…]]>")
    UNKNOWN_KIND = _("questions of the type “%(kind)s” have no equivalent here")
    NO_KIND = _("the question says no type")
    NO_NAME = _("it has no name: its first words are its name")
    FORMAT = _("the text format “%(name)s” is read as %(format)s")
    FILE = _("the file “%(name)s” was not taken: add it again")
    CATEGORY_NAMELESS = _("a category has no name: the one before goes on")
    CATEGORY_WORDS = _("the description of the category was not taken")
    HINTS = _("the hints were not taken: retakes come with explanations")
    HIDDEN = _("it was hidden: it is taken like the others")
    FILES_ASKED = _("files to hand in with the answer are not asked for here")
    UNIT_MARKS = _("the marks for the unit are not kept: a unit may be written, or left out")
    UNIT_LEFT = _("the unit “%(name)s” has no number: it was left")
    OLD_ANSWERS = _("the answers are not named true and false: the first is read as true")
    DRAGGED = _("words to drag become choices in a list")
    SUBSET = _("only some of the items were drawn: all are put in order here")
    ITEM_FEEDBACK = _("the feedback of an item to be put in order was not taken")
    PAIR_FORMAT = _("the tags of “%(name)s” were taken out: what is matched is plain text")
    ORDER_ITEMS_EMPTY = _("an empty item was left")
    LITERAL_GAP = _("“[[%(number)s]]” in the text was set apart: it would be taken for a gap")
    LITERAL_START = _("a brace in the text was set apart: it would be taken for a gap")
    NO_GAP = _("the text has no gap that can be read")
    GAP_BROKEN = _("gap %(number)s cannot be read: %(said)s")
    GAP_UNKNOWN = _("the text names the gap [[%(number)s]], and no word stands for it")

    # GIFT
    BRACES = _(
        "one brace is missing: answers stand between { and }; others are written \\{ and \\}"
    )
    MORE_ANSWERS = _("a second { or } follows: one question has one pair; write \\{ or blank lines")
    TITLE_OPEN = _("the title does not end with ::")
    CATEGORY_TIGHT = _("a blank line is missing after $CATEGORY")
    CATEGORY_EMPTY = _("$CATEGORY names nothing")
    NOT_A_PAIR = _("“%(name)s” has no ->: every line of a matching question has one")
    NOT_A_NUMBER = _("“%(name)s” is not a number, number:tolerance or number..number")
    EMPTY_ANSWER = _("an empty answer was left")
    FIRST_UNMARKED = _("the first answer has no ~ or =: it is read as wrong")
    LONE_WEIGHT = _("“%(name)s” begins with %%, and is no weight: it is read as text")

    # Aiken
    NOT_STARTED = _("no question was begun before this line")
    NOT_COMPLETE = _("the question “%(name)s” has no ANSWER before the next one begins")
    TOO_SHORT = _("a line of one sign is skipped")
    ANSWER_UNKNOWN = _("ANSWER names “%(name)s”, and no choice has that letter")
    LETTERS = _("the letters of the choices do not follow each other: ANSWER is read as a letter")
    ANSWER_MORE = _("after ANSWER only the letter %(name)s is read")

    # Questions
    FEW_CHOICES = _("there are fewer than two choices")
    FEW_PAIRS = _("there are fewer than two pairs")
    FEW_ITEMS = _("there are fewer than two items to put in order")
    NO_ANSWER = _("there is no answer")
    NO_RIGHT = _("no answer is worth 100 %%")
    NO_POSITIVE = _("no choice adds to the result")
    NOT_A_HUNDRED = _("the right choices add up to %(sum)s %%: they count in proportion")
    PERCENT = _("“%(name)s” is not a weight from -100 to 100")
    NEGATIVE_TOLERANCE = _("a tolerance is not below 0: read without its sign")
    TOO_MANY_ANSWERS = _("there are more than %(most)s answers")
    NO_TEXT = _("there is no text")
    TOLERANCE = _("“%(name)s” is not a tolerance")
    POINTS = _("“%(name)s” is not a number of points: 1 is taken")

    # Writing
    NOT_HELD = _("%(format)s has no %(kind)s")
    NO_PLACE = _("%(format)s has no place for: %(name)s")
    WRITTEN_PLAIN = _("%(format)s is plain text: tags and marks were taken out")
    ONE_LINE = _("%(format)s holds one line: it was made of several")
    READ_OTHERWISE = _("%(format)s would read it as something else")
    SIGNS_OUT = _("signs that %(format)s cannot hold were taken out")
    CATEGORY_TOP = _("it has no category, and follows one that has: it is put under “top”")
    OTHER_NAME = _("%(format)s has no names: “%(name)s” is lost")
