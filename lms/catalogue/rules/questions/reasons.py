"""Why something was taken, changed or left: one sentence for each reason."""

from __future__ import annotations

from enum import Enum


class Why(Enum):
    """The English sentence of each reason."""

    TAKEN = "%(kind)s “%(name)s”"

    # The file
    NOT_UTF8 = "the text is not UTF-8: save the file again as UTF-8"
    WAS_UTF16 = "the file was UTF-16; Moodle asks for UTF-8"
    TOO_LARGE = "the file has more than %(most)s MB"
    TOO_MANY = "the file has more than %(most)s questions: divide it"
    NO_QUESTION = "the file holds no question"
    STRANGE_SIGNS = "signs that no text needs were replaced"

    # XML
    NOT_XML = "not well-formed XML: %(said)s"
    UNKNOWN_ENTITY = "an entity is not known: write the sign itself, or put the text in CDATA"
    HAS_DTD = "a document type or entities are declared: such files are refused"
    TOO_DEEP = "elements stand more than %(most)s deep"
    TOO_MANY_ELEMENTS = "there are more than %(most)s elements"
    NOT_A_QUIZ = "the first element is <%(name)s>, not <quiz>"
    UNKNOWN_ELEMENT = "<%(name)s> is no question"
    TAGS_IN_TEXT = "<text> holds <%(name)s>: put HTML in <![CDATA[…]]>"
    UNKNOWN_KIND = "questions of the type “%(kind)s” have no equivalent here"
    NO_KIND = "the question says no type"
    NO_NAME = "it has no name: its first words are its name"
    FORMAT = "the text format “%(name)s” is read as %(format)s"
    FILE = "the file “%(name)s” was not taken: add it again"
    CATEGORY_NAMELESS = "a category has no name: the one before goes on"
    CATEGORY_WORDS = "the description of the category was not taken"
    HINTS = "the hints were not taken: retakes come with explanations"
    HIDDEN = "it was hidden: it is taken like the others"
    FILES_ASKED = "files to hand in with the answer are not asked for here"
    UNIT_MARKS = "the marks for the unit are not kept: a unit may be written, or left out"
    UNIT_LEFT = "the unit “%(name)s” has no number: it was left"
    OLD_ANSWERS = "the answers are not named true and false: the first is read as true"
    DRAGGED = "words to drag become choices in a list"
    SUBSET = "only some of the items were drawn: all are put in order here"
    ITEM_FEEDBACK = "the feedback of an item to be put in order was not taken"
    PAIR_FORMAT = "the tags of “%(name)s” were taken out: what is matched is plain text"
    ORDER_ITEMS_EMPTY = "an empty item was left"
    LITERAL_GAP = "“[[%(number)s]]” in the text was set apart: it would be taken for a gap"
    LITERAL_START = "a brace in the text was set apart: it would be taken for a gap"
    NO_GAP = "the text has no gap that can be read"
    GAP_BROKEN = "gap %(number)s cannot be read: %(said)s"
    GAP_UNKNOWN = "the text names the gap [[%(number)s]], and no word stands for it"

    # GIFT
    BRACES = "one brace is missing: answers stand between { and }; others are written \\{ and \\}"
    MORE_ANSWERS = "a second { or } follows: one question has one pair; write \\{ or blank lines"
    TITLE_OPEN = "the title does not end with ::"
    CATEGORY_TIGHT = "a blank line is missing after $CATEGORY"
    CATEGORY_EMPTY = "$CATEGORY names nothing"
    NOT_A_PAIR = "“%(name)s” has no ->: every line of a matching question has one"
    NOT_A_NUMBER = "“%(name)s” is not a number, number:tolerance or number..number"
    EMPTY_ANSWER = "an empty answer was left"
    FIRST_UNMARKED = "the first answer has no ~ or =: it is read as wrong"
    LONE_WEIGHT = "“%(name)s” begins with %%, and is no weight: it is read as text"

    # Aiken
    NOT_STARTED = "no question was begun before this line"
    NOT_COMPLETE = "the question “%(name)s” has no ANSWER before the next one begins"
    TOO_SHORT = "a line of one sign is skipped"
    ANSWER_UNKNOWN = "ANSWER names “%(name)s”, and no choice has that letter"
    LETTERS = "the letters of the choices do not follow each other: ANSWER is read as a letter"
    ANSWER_MORE = "after ANSWER only the letter %(name)s is read"

    # Questions
    FEW_CHOICES = "there are fewer than two choices"
    FEW_PAIRS = "there are fewer than two pairs"
    FEW_ITEMS = "there are fewer than two items to put in order"
    NO_ANSWER = "there is no answer"
    NO_RIGHT = "no answer is worth 100 %%"
    NO_POSITIVE = "no choice adds to the result"
    NOT_A_HUNDRED = "the right choices add up to %(sum)s %%: they count in proportion"
    PERCENT = "“%(name)s” is not a weight from -100 to 100"
    NEGATIVE_TOLERANCE = "a tolerance is not below 0: read without its sign"
    TOO_MANY_ANSWERS = "there are more than %(most)s answers"
    NO_TEXT = "there is no text"
    TOLERANCE = "“%(name)s” is not a tolerance"
    POINTS = "“%(name)s” is not a number of points: 1 is taken"

    # Writing
    NOT_HELD = "%(format)s has no %(kind)s"
    NO_PLACE = "%(format)s has no place for: %(name)s"
    WRITTEN_PLAIN = "%(format)s is plain text: tags and marks were taken out"
    ONE_LINE = "%(format)s holds one line: it was made of several"
    READ_OTHERWISE = "%(format)s would read it as something else"
    SIGNS_OUT = "signs that %(format)s cannot hold were taken out"
    CATEGORY_TOP = "it has no category, and follows one that has: it is put under “top”"
    OTHER_NAME = "%(format)s has no names: “%(name)s” is lost"
